package consumer

import (
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
)

// unreachable is a lookup of an HSS that nobody answers for.
func unreachable(shop shop) hss.DataHssImageRegistries {
	stack := NewTerraformStack(shop.app, jsii.String("other"))
	hss.NewHssConnection(stack, jsii.String("unreachable"), &hss.HssConnectionProps{
		Endpoint:    jsii.String("http://127.0.0.1:9"),
		ProjectId:   jsii.String("p"),
		Credentials: hss.HssCredentials_Token(jsii.String("t0ken")),
		MaxRetries:  jsii.Number(0),
	})
	return hss.NewDataHssImageRegistries(stack, jsii.String("registries"), nil)
}

func TestErrorsBeginWithTheirCode(t *testing.T) {
	tests := []struct {
		of, code string
		call     func(shop)
	}{
		{"a constructor", "HSS_POLICY_INVALID", func(shop) {
			hss.NewImagePolicy(&hss.ImagePolicyProps{
				MaxSeverity: hss.SeverityLevel_LOW, MaxScanAgeHours: jsii.Number(-1),
			})
		}},
		{"a constructor in a tree", "HSS_INVALID_ARGUMENT", func(shop shop) {
			hss.NewHssImageGate(shop.app, jsii.String("gate"), &hss.HssImageGateProps{
				Policy: maxSeverity(hss.SeverityLevel_LOW),
			})
		}},
		{"a static method", "HSS_POLICY_INVALID", func(shop) {
			hss.ImagePolicy_FromFile(jsii.String("none.yaml"))
		}},
		{"a method", "HSS_INVALID_ARGUMENT", func(shop shop) {
			shop.gate.Evaluate(jsii.String("not a reference"))
		}},
		{"a method of a lookup", "HSS_NOT_FOUND", func(shop shop) {
			hss.NewDataHssImageRegistries(shop.stack, jsii.String("registries"), nil).ByName(jsii.String("none"))
		}},
		{"a getter", "HSS_UNREACHABLE", func(shop shop) { unreachable(shop).Rows() }},
		{"a getter of JSON", "HSS_UNREACHABLE", func(shop shop) { unreachable(shop).RowsJsonForStructs() }},
	}
	for _, test := range tests {
		t.Run(test.of, func(t *testing.T) {
			shop := newShop(t, hss.SeverityLevel_LOW, hss.HssImageGateProps{})
			err := try(func() { test.call(shop) })
			if err == nil || !strings.HasPrefix(err.Error(), test.code+": ") {
				t.Errorf("got %v, want %s", err, test.code)
			}
		})
	}
}
