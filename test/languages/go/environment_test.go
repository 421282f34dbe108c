package consumer

import (
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

// The package reads its variables in jsii's process, whose environment is that of the program when it starts: os.Setenv is
// too late even in the first line of main. jsii.Close ends that process, and the next call starts another.
func TestReadsTheEnvironmentThatAProgramStartsWith(t *testing.T) {
	ask := func() error {
		folder := t.TempDir()
		stack := NewTerraformStack(NewApp(&AppConfig{Outdir: &folder}), jsii.String("shop"))
		return try(func() { hss.NewDataHssImageRegistries(stack, jsii.String("registries"), nil).Rows() })
	}
	t.Setenv("HSS_ENDPOINT", "http://127.0.0.1:9")
	t.Setenv("HW_PROJECT_ID", "p")
	t.Setenv("HW_AUTH_TOKEN", "t0ken")
	if err := ask(); err == nil || !strings.HasPrefix(err.Error(), "HSS_NO_CREDENTIALS: ") {
		t.Error(err)
	}
	jsii.Close()
	t.Cleanup(jsii.Close)
	if err := ask(); err == nil || !strings.HasPrefix(err.Error(), "HSS_UNREACHABLE: ") {
		t.Error(err)
	}
}
