//go:build unix && !cdktn

package consumer

import (
	"bufio"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soon is how long a program, and what it started, may take to end.
const soon = 2 * time.Second

func TestEndsSoonWhileALookupIsBlocked(t *testing.T) {
	tests := map[string]func(program int) error{
		// A terminal sends it to all processes of the program.
		"Ctrl-C":                       func(program int) error { return syscall.Kill(-program, syscall.SIGINT) },
		"SIGTERM to the program alone": func(program int) error { return syscall.Kill(program, syscall.SIGTERM) },
		"SIGKILL to the program alone": func(program int) error { return syscall.Kill(program, syscall.SIGKILL) },
	}
	for name, end := range tests {
		t.Run(name, func(t *testing.T) {
			server, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			program := program(t, "stack", map[string]string{
				"HSS_ENDPOINT":  "http://" + server.Addr().String(),
				"HW_PROJECT_ID": "p",
				"HW_AUTH_TOKEN": "t0ken",
			})
			program.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			group := program.Process.Pid
			defer syscall.Kill(-group, syscall.SIGKILL)
			waitForRequest(t, server)

			began := time.Now()
			if err := end(group); err != nil {
				t.Fatal(err)
			}
			if err := program.Wait(); err == nil {
				t.Error("the program ended without an error")
			}
			for running := processesOf(t, group); len(running) > 0; running = processesOf(t, group) {
				if time.Since(began) > soon {
					t.Fatalf("%v still run", running)
				}
			}
			if took := time.Since(began); took > soon {
				t.Errorf("took %v", took)
			}
		})
	}
}

// waitForRequest waits until the program has asked, and gives no answer.
func waitForRequest(t *testing.T, server net.Listener) {
	t.Helper()
	server.(*net.TCPListener).SetDeadline(time.Now().Add(time.Minute))
	connection, err := server.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	if _, err := bufio.NewReader(connection).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
}

// processesOf are the processes of a group that run, those that have ended and that nobody has asked about left out.
func processesOf(t *testing.T, group int) (processes []string) {
	t.Helper()
	list, err := exec.Command("ps", "-eo", "pgid=,stat=,pid=,args=").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		if fields[0] == strconv.Itoa(group) && !strings.HasPrefix(fields[1], "Z") {
			processes = append(processes, strings.Join(fields[2:], " "))
		}
	}
	return processes
}
