// Package consumer uses the Go module as a program does, with CDKTF, or with CDK Terrain by the build tag cdktn.
//
// jsii serves one goroutine, so no test runs in parallel with another.
package consumer

import (
	"os"
	"testing"

	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	code := m.Run()
	// os.Exit runs no deferred calls.
	jsii.Close()
	os.Exit(code)
}
