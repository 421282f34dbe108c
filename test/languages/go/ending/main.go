package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

func main() {
	defer end()
	hss.ImagePolicy_FromFile(jsii.String("image-policy.yaml"))
}

// end ends a program that fails with the error alone and exit code 1, instead of a stack trace and 2.
func end() {
	reason := recover()
	if _, isBug := reason.(runtime.Error); isBug {
		panic(reason)
	}
	if reason != nil {
		fmt.Fprintln(os.Stderr, reason)
	}
	jsii.Close()
	if reason != nil {
		os.Exit(1)
	}
}
