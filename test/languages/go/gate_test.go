package consumer

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

func TestPinsAnImageToTheDigestThatWasScanned(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
	wantImages(t, shop.synth(t), map[string]string{"web": pinned})
}

func TestRefusesAnImageAndWritesNothing(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_HIGH, hss.HssImageGateProps{})
	wantRefusal(t, shop, image)
}

func TestTakesAPolicyFromProps(t *testing.T) {
	policy := maxSeverity(hss.SeverityLevel_HIGH)
	shop := newShop(t, hss.SeverityLevel_HIGH, hss.HssImageGateProps{Policy: policy})
	wantImages(t, shop.synth(t), map[string]string{"web": pinned})
}

func TestTakesAPolicyFromAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "image-policy.yaml")
	if err := os.WriteFile(file, []byte("version: 1\nmaxSeverity: High\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	policy := hss.ImagePolicy_FromFile(&file)
	equal(t, *policy.Hash(), *maxSeverity(hss.SeverityLevel_HIGH).Hash())
	shop := newShop(t, hss.SeverityLevel_HIGH, hss.HssImageGateProps{Policy: policy})
	wantImages(t, shop.synth(t), map[string]string{"web": pinned})
}

func TestEnumsCrossInBothDirections(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_HIGH, hss.HssImageGateProps{Enforcement: hss.Enforcement_WARN})
	verdict := shop.gate.Evaluate(jsii.String(image))
	equal(t, verdict.Decision, hss.Decision_WARN)
	equal(t, verdict.Image.SeverityLevel, hss.SeverityLevel_HIGH)
	equal(t, verdict.Image.ScanStatus, hss.ScanStatus_SUCCESS)
	equal(t, len(*verdict.Findings), 1)
	equal(t, *(*verdict.Findings)[0].RuleId, "max-severity")
	equal(t, *verdict.PinnedReference, pinned)
}

func TestDecidesAgainAtPlan(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{AtPlan: jsii.Bool(true)})
	stack := shop.synth(t)
	wantImages(t, stack, map[string]string{"web": pinned})
	preconditions := stack.Resource.Deployments["web"].Lifecycle.Precondition
	if len(preconditions) != 1 {
		t.Fatal(preconditions)
	}
	condition := preconditions[0].Condition
	if !strings.HasPrefix(condition, "${local.hss_gate_1_verdicts[") || !strings.Contains(condition, digest) {
		t.Error(condition)
	}
	equal(t, stack.Terraform.RequiredProviders["http"].Version, "3.5.0")
	equal(t, len(stack.Data.HTTP) > 0, true)
}

func wantImages(t *testing.T, stack synthesized, want map[string]string) {
	t.Helper()
	if got := stack.images(); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// wantRefusal wants the stack to be refused for an image, and not to be written.
func wantRefusal(t *testing.T, shop shop, image string) {
	t.Helper()
	err := try(shop.app.Synth)
	if err == nil {
		t.Fatal("the stack is not refused")
	}
	if !strings.HasPrefix(err.Error(), "HSS_IMAGE_DENIED: stack shop is refused") || !strings.Contains(err.Error(), image) {
		t.Error(err)
	}
	if _, err := os.Stat(shop.file()); !os.IsNotExist(err) {
		t.Error("the stack is written")
	}
}
