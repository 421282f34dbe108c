package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-hss/cdktf-hss-go/hss"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	defer jsii.Close()
	app := cdktf.NewApp(nil)
	stack := cdktf.NewTerraformStack(app, jsii.String("shop"))
	hss.NewHssConnection(stack, jsii.String("hss"), &hss.HssConnectionProps{
		Region: jsii.String("cn-north-4"),
	})
	hss.NewHssImageGate(stack, jsii.String("gate"), &hss.HssImageGateProps{
		Policy: hss.NewImagePolicy(&hss.ImagePolicyProps{MaxSeverity: hss.SeverityLevel_LOW}),
	})
	web := cdktf.NewTerraformResource(stack, jsii.String("web"), &cdktf.TerraformResourceConfig{
		TerraformResourceType: jsii.String("kubernetes_deployment_v1"),
	})
	web.AddOverride(jsii.String("spec.template.spec.container"), []map[string]any{
		{"name": "web", "image": "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2"},
	})
	app.Synth()
}
