from cdktf import App, TerraformResource, TerraformStack
from cdktf_hss import HssConnection, HssImageGate, ImagePolicy, SeverityLevel

app = App()
stack = TerraformStack(app, "shop")
HssConnection(stack, "hss", region="cn-north-4")

HssImageGate(stack, "gate", policy=ImagePolicy(max_severity=SeverityLevel.LOW))

web = TerraformResource(stack, "web", terraform_resource_type="kubernetes_deployment_v1")
web.add_override(
    "spec.template.spec.container",
    [{"name": "web", "image": "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2"}],
)

app.synth()
