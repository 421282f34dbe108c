package consumer

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

const (
	image  = "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2"
	digest = "sha256:5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c5e0c"
	pinned = "swr.cn-north-4.myhuaweicloud.com/shop/web@" + digest
)

// scanned is the row that HSS lists for the image.
func scanned(severity hss.SeverityLevel) *hss.HssCicdImage {
	ago := func(age time.Duration) *float64 {
		return jsii.Number(time.Now().Add(-age).UnixMilli())
	}
	return &hss.HssCicdImage{
		Namespace:        jsii.String("shop"),
		ImageName:        jsii.String("web"),
		ImageVersion:     jsii.String("1.4.2"),
		ImageDigest:      jsii.String(digest),
		ScanStatus:       hss.ScanStatus_SUCCESS,
		SeverityLevel:    severity,
		MaliciousFileNum: jsii.Number(0),
		LatestUpdateTime: ago(30 * time.Hour),
		LatestScanTime:   ago(29 * time.Hour),
	}
}

// shop is an app of one gated stack with one deployment.
type shop struct {
	folder string
	app    App
	stack  TerraformStack
	gate   hss.HssImageGate
}

// newShop makes the shop. Its policy allows severity Low at most, unless the props of the gate have another.
func newShop(t *testing.T, severity hss.SeverityLevel, props hss.HssImageGateProps) shop {
	t.Helper()
	folder := t.TempDir()
	app := NewApp(&AppConfig{Outdir: &folder})
	stack := NewTerraformStack(app, jsii.String("shop"))
	hss.NewHssConnection(stack, jsii.String("hss"), &hss.HssConnectionProps{
		Region:    jsii.String("cn-north-4"),
		ProjectId: jsii.String("0123456789abcdef0123456789abcdef"),
		Source: hss.HssSource_Fixture(&hss.HssFixture{
			CicdImages: &[]*hss.HssCicdImage{scanned(severity)},
		}),
	})
	if props.Policy == nil {
		props.Policy = maxSeverity(hss.SeverityLevel_LOW)
	}
	gate := hss.NewHssImageGate(stack, jsii.String("gate"), &props)
	containers(deployment(stack, "web"), container{"web", image})
	return shop{folder, app, stack, gate}
}

func maxSeverity(severity hss.SeverityLevel) hss.ImagePolicy {
	return hss.NewImagePolicy(&hss.ImagePolicyProps{MaxSeverity: severity})
}

func deployment(scope constructs.Construct, name string) TerraformResource {
	return NewTerraformResource(scope, &name, &TerraformResourceConfig{
		TerraformResourceType: jsii.String("kubernetes_deployment_v1"),
	})
}

type container struct {
	Name  string `json:"name"`
	Image string `json:"image"`
}

func containers(deployment TerraformResource, containers ...container) {
	values := []map[string]any{}
	for _, one := range containers {
		values = append(values, map[string]any{"name": one.Name, "image": one.Image})
	}
	deployment.AddOverride(jsii.String("spec.template.spec.container"), values)
}

// file is where the stack is written to.
func (s shop) file() string {
	return filepath.Join(s.folder, "stacks", "shop", "cdk.tf.json")
}

func (s shop) synth(t *testing.T) synthesized {
	t.Helper()
	s.app.Synth()
	return read(t, s.file())
}

// synthesized is the part of a stack's JSON that the tests look at.
type synthesized struct {
	Terraform struct {
		RequiredProviders map[string]struct{ Version string } `json:"required_providers"`
	}
	Resource struct {
		Deployments map[string]struct {
			Spec struct {
				Template struct {
					Spec struct{ Container []container }
				}
			}
			Lifecycle struct {
				Precondition []struct{ Condition string }
			}
		} `json:"kubernetes_deployment_v1"`
	}
	Data struct {
		HTTP map[string]struct{ URL string }
	}
	Locals map[string]any
	Output map[string]struct{ Value any }
}

func read(t *testing.T, file string) (stack synthesized) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &stack); err != nil {
		t.Fatal(err)
	}
	return stack
}

// images are the images of the deployments, by their containers' names.
func (s synthesized) images() map[string]string {
	images := map[string]string{}
	for _, deployment := range s.Resource.Deployments {
		for _, one := range deployment.Spec.Template.Spec.Container {
			images[one.Name] = one.Image
		}
	}
	return images
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
