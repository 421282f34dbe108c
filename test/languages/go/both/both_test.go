// Package both gates stacks of CDKTF and of CDK Terrain in one program.
package both

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/open-constructs/cdk-terrain-go/cdktn"
)

const digest = "sha256:5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c"

func TestGatesStacksOfBothFrameworks(t *testing.T) {
	t.Cleanup(jsii.Close)
	folder, otherFolder := t.TempDir(), t.TempDir()
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: &folder})
	stack := cdktf.NewTerraformStack(app, jsii.String("shop"))
	otherApp := cdktn.NewApp(&cdktn.AppConfig{Outdir: &otherFolder})
	otherStack := cdktn.NewTerraformStack(otherApp, jsii.String("shop"))
	for _, stack := range []constructs.Construct{stack, otherStack} {
		gate(stack)
	}
	pod := jsii.String("kubernetes_pod_v1")
	for _, resource := range []interface {
		AddOverride(path *string, value interface{})
	}{
		cdktf.NewTerraformResource(stack, pod, &cdktf.TerraformResourceConfig{TerraformResourceType: pod}),
		cdktn.NewTerraformResource(otherStack, pod, &cdktn.TerraformResourceConfig{TerraformResourceType: pod}),
	} {
		resource.AddOverride(jsii.String("spec.container"), []map[string]any{{"image": "shop/web:1.4.2"}})
	}

	app.Synth()
	otherApp.Synth()
	for _, folder := range []string{folder, otherFolder} {
		text, err := os.ReadFile(filepath.Join(folder, "stacks", "shop", "cdk.tf.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{`"image": "shop/web@` + digest, `"precondition": [`} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s lacks %s", text, part)
			}
		}
	}
}

func gate(stack constructs.Construct) {
	now := jsii.Number(time.Now().UnixMilli())
	hss.NewHssConnection(stack, jsii.String("hss"), &hss.HssConnectionProps{
		Region:    jsii.String("cn-north-4"),
		ProjectId: jsii.String("0123456789abcdef0123456789abcdef"),
		Source: hss.HssSource_Fixture(&hss.HssFixture{CicdImages: &[]*hss.HssCicdImage{{
			Namespace:        jsii.String("shop"),
			ImageName:        jsii.String("web"),
			ImageVersion:     jsii.String("1.4.2"),
			ImageDigest:      jsii.String(digest),
			ScanStatus:       hss.ScanStatus_SUCCESS,
			SeverityLevel:    hss.SeverityLevel_LOW,
			MaliciousFileNum: jsii.Number(0),
			LatestUpdateTime: now,
			LatestScanTime:   now,
		}}}),
	})
	hss.NewHssImageGate(stack, jsii.String("gate"), &hss.HssImageGateProps{
		Policy: hss.NewImagePolicy(&hss.ImagePolicyProps{MaxSeverity: hss.SeverityLevel_LOW}),
		AtPlan: jsii.Bool(true),
	})
}
