package consumer

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

// simulator is an HSS in a process of its own, by the variables that it prints.
type simulator map[string]string

// simulate starts an HSS that lists the rows of CI/CD images and of registries, which have the API's own names of fields.
func simulate(t *testing.T, data map[string][]map[string]any) simulator {
	t.Helper()
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "data.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("node", os.Getenv("HSS_GATE"), "simulate", "--data", file)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	settings := simulator{}
	for lines := bufio.NewScanner(output); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), "=")
		settings[name] = value
		if name == "HSS_ENDPOINT" {
			return settings
		}
	}
	t.Fatal("the simulator ended before it was ready")
	return nil
}

// listed is the row of the shop's image, as HSS answers it.
func listed(severity string) map[string]any {
	return map[string]any{
		"namespace":          "shop",
		"image_name":         "web",
		"image_version":      "1.4.2",
		"image_digest":       digest,
		"scan_status":        "success",
		"severity_level":     severity,
		"malicious_file_num": 0,
		"latest_update_time": map[string]any{"hoursAgo": 30},
		"latest_scan_time":   map[string]any{"hoursAgo": 29},
	}
}

// connected is a stack that asks the simulator, by its key.
func (s simulator) connected(t *testing.T) TerraformStack {
	t.Helper()
	folder := t.TempDir()
	stack := NewTerraformStack(NewApp(&AppConfig{Outdir: &folder}), jsii.String("shop"))
	key, secret := s["HW_ACCESS_KEY"], s["HW_SECRET_KEY"]
	hss.NewHssConnection(stack, jsii.String("hss"), &hss.HssConnectionProps{
		Endpoint:    jsii.String(s["HSS_ENDPOINT"]),
		ProjectId:   jsii.String(s["HW_PROJECT_ID"]),
		Credentials: hss.HssCredentials_AccessKey(&key, &secret, nil),
	})
	return stack
}

// environment is what a program needs to ask the simulator by its key.
func (s simulator) environment() map[string]string {
	return map[string]string{
		"HSS_ENDPOINT":  s["HSS_ENDPOINT"],
		"HW_PROJECT_ID": s["HW_PROJECT_ID"],
		"HW_ACCESS_KEY": s["HW_ACCESS_KEY"],
		"HW_SECRET_KEY": s["HW_SECRET_KEY"],
	}
}
