//go:build !cdktn

package consumer

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is the program of a folder, ready to be run in an empty folder with variables.
func program(t *testing.T, name string, variables map[string]string) *exec.Cmd {
	t.Helper()
	command := exec.Command(filepath.Join(os.Getenv("PROGRAMS"), name))
	command.Dir = t.TempDir()
	command.Env = os.Environ()
	for name, value := range variables {
		command.Env = append(command.Env, name+"="+value)
	}
	return command
}

func stackFile(program *exec.Cmd) string {
	return filepath.Join(program.Dir, "cdktf.out", "stacks", "shop", "cdk.tf.json")
}

func TestPinsAnImageInAProgram(t *testing.T) {
	data := map[string][]map[string]any{"cicd_images": {listed("Low")}}
	program := program(t, "stack", simulate(t, data).environment())
	if output, err := program.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	wantImages(t, read(t, stackFile(program)), map[string]string{"web": pinned})
}

func TestARefusedProgramEndsWithExitCode2AndTheCode(t *testing.T) {
	data := map[string][]map[string]any{"cicd_images": {listed("High")}}
	program := program(t, "stack", simulate(t, data).environment())
	stderr := fails(t, program, 2)
	if !strings.Contains(stderr, "panic: HSS_IMAGE_DENIED: stack shop is refused") {
		t.Error(stderr)
	}
	if _, err := os.Stat(stackFile(program)); !os.IsNotExist(err) {
		t.Error("the stack is written")
	}
}

func TestAProgramThatRecoversEndsWithExitCode1AndTheCode(t *testing.T) {
	stderr := fails(t, program(t, "ending", nil), 1)
	if !strings.HasPrefix(stderr, "HSS_POLICY_INVALID: image-policy.yaml: ") || strings.Contains(stderr, "goroutine") {
		t.Error(stderr)
	}
}

// fails runs a program, wants it to end with an exit code, and gives what it writes to stderr.
func fails(t *testing.T, program *exec.Cmd, code int) string {
	t.Helper()
	var stderr bytes.Buffer
	program.Stderr = &stderr
	err := program.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != code {
		t.Errorf("got %v, want exit code %d", err, code)
	}
	return stderr.String()
}
