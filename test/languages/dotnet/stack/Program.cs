using System.Collections.Generic;
using CdktfHss;
using HashiCorp.Cdktf;

class Program
{
    static void Main()
    {
        var app = new App();
        var stack = new TerraformStack(app, "shop");
        new HssConnection(stack, "hss", new HssConnectionProps { Region = "cn-north-4" });

        var policy = new ImagePolicy(new ImagePolicyProps { MaxSeverity = SeverityLevel.LOW });
        new HssImageGate(stack, "gate", new HssImageGateProps { Policy = policy });

        var web = new TerraformResource(stack, "web", new TerraformResourceConfig
        {
            TerraformResourceType = "kubernetes_deployment_v1"
        });
        web.AddOverride("spec.template.spec.container", new object[]
        {
            new Dictionary<string, object>
            {
                ["name"] = "web",
                ["image"] = "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2"
            }
        });

        app.Synth();
    }
}
