//go:build !cdktn

package consumer

import framework "github.com/hashicorp/terraform-cdk-go/cdktf"

// What the tests use of the framework, here CDKTF.
type (
	App                     = framework.App
	AppConfig               = framework.AppConfig
	TerraformOutputConfig   = framework.TerraformOutputConfig
	TerraformResource       = framework.TerraformResource
	TerraformResourceConfig = framework.TerraformResourceConfig
	TerraformStack          = framework.TerraformStack
	TerraformVariableConfig = framework.TerraformVariableConfig
)

var (
	Aspects_Of           = framework.Aspects_Of
	Fn_Conditional       = framework.Fn_Conditional
	NewApp               = framework.NewApp
	NewTerraformOutput   = framework.NewTerraformOutput
	NewTerraformResource = framework.NewTerraformResource
	NewTerraformStack    = framework.NewTerraformStack
	NewTerraformVariable = framework.NewTerraformVariable
	Token_AsAny          = framework.Token_AsAny
)
