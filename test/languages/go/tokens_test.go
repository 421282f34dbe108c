package consumer

import (
	"reflect"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

// Values that only Terraform knows. In Go the IResolvable of the frameworks and that of this package are three types, but
// wherever one is taken, a prop has the type any, and each is taken for the others.

func TestAFrameworkTakesOurTokens(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
	images := hss.NewDataHssCicdImagesAtPlan(shop.stack, jsii.String("images"), nil)
	first := images.Rows().Get(jsii.Number(0))
	var resolvable hss.IResolvable = first.LatestVersion()
	values := map[string]any{
		"digests":   images.Digests(),
		"total":     images.TotalNum(),
		"digest":    first.ImageDigest(),
		"latest":    resolvable,
		"condition": Fn_Conditional(resolvable, jsii.String("newest"), jsii.String("older")),
	}
	for name, value := range values {
		NewTerraformOutput(shop.stack, &name, &TerraformOutputConfig{Value: value})
	}
	output := shop.synth(t).Output
	for name := range values {
		if text, ok := output[name].Value.(string); !ok || !strings.HasPrefix(text, "${local.images_") {
			t.Errorf("%s is %v", name, output[name].Value)
		}
	}
}

func TestOurLookupsTakeAFrameworksTokens(t *testing.T) {
	shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
	variable := NewTerraformVariable(shop.stack, jsii.String("choice"), &TerraformVariableConfig{})
	hss.NewDataHssCicdImagesAtPlan(shop.stack, jsii.String("images"), &hss.DataHssCicdImagesAtPlanProps{
		Namespace:    variable.StringValue(),
		Risky:        variable.BooleanValue(),
		ScanStatus:   Token_AsAny(variable.StringValue()),
		HasVul:       true,
		PipelineType: hss.PipelineType_JENKINS,
	})
	stack := shop.synth(t)
	token := "${var.choice}"
	want := map[string]any{"namespace": token, "risky": token, "scanStatus": token}
	if given := stack.Locals["images_given_B9F22A43"]; !reflect.DeepEqual(given, want) {
		t.Errorf("got %v, want %v", given, want)
	}
	url := stack.Data.HTTP["images_first_7A5C5A20"].URL
	for _, parameter := range []string{"&namespace=", "&risky=", "&scan_status=", "&has_vul=true", "&pipeline_type=jenkins"} {
		if !strings.Contains(url, parameter) {
			t.Errorf("%s lacks %s", url, parameter)
		}
	}
}
