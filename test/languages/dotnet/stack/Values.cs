using System;
using System.Collections.Generic;
using Amazon.JSII.Runtime.Deputy;
using CdktfHss;
using Constructs;
using HashiCorp.Cdktf;

/// <summary>Values of HSS, a policy from a file, tokens of both packages, and an aspect.</summary>
class Values
{
    /// <summary>jsii calls back into classes that derive from DeputyBase.</summary>
    class LateDeployment : DeputyBase, IAspect
    {
        public void Visit(IConstruct node)
        {
            if (node is TerraformStack)
            {
                var late = new TerraformResource((TerraformStack)node, "late", new TerraformResourceConfig
                {
                    TerraformResourceType = "kubernetes_deployment_v1"
                });
                late.AddOverride("spec.template.spec.container", new object[]
                {
                    new Dictionary<string, object> { ["name"] = "late", ["image"] = "registry.example/log:1" }
                });
            }
        }
    }

    static void Main()
    {
        var stack = new TerraformStack(new App(), "shop");
        new HssConnection(stack, "hss", new HssConnectionProps
        {
            Endpoint = "https://hss.example.com",
            ProjectId = "p",
            Credentials = HssCredentials.AccessKey("key", "secret"),
            Source = HssSource.Fixture(new HssFixture
            {
                CicdImages = new[]
                {
                    new HssCicdImage { ImageName = "web", ScanStatus = ScanStatus.SUCCESS, VulNum = 3 }
                }
            })
        });

        var gate = new HssImageGate(stack, "gate", new HssImageGateProps
        {
            Policy = ImagePolicy.FromFile("image-policy.yaml"),
            Enforcement = Enforcement.WARN,
            AtPlan = true
        });
        Aspects.Of(stack).Add(new LateDeployment());
        IImageVerdict verdict = gate.Evaluate("registry.example/shop/web:1.4.2");
        bool denied = verdict.Decision == Decision.DENY;
        SeverityLevel? severity = verdict.Image?.SeverityLevel;

        var images = new DataHssCicdImages(stack, "images", new DataHssCicdImagesProps
        {
            ScanStatus = ScanStatus.SUCCESS
        });
        string rows = images.RowsJson;
        string rowsForStructs = images.RowsJsonForStructs;
        double? found = images.Find("shop", "web", "1.4.2")?.VulNum;

        // Both packages have an IResolvable, which is the reason for the long names. A value of one is a value of the other
        // after a cast, and a prop that takes a bool or a token refuses it without.
        var risky = new TerraformVariable(stack, "risky", new TerraformVariableConfig { Type = "bool" });
        var atPlan = new DataHssCicdImagesAtPlan(stack, "at-plan", new DataHssCicdImagesAtPlanProps
        {
            Risky = ((DeputyBase)risky.BooleanValue).UnsafeCast<CdktfHss.IResolvable>()
        });
        var task = new DataHssImageSyncTaskRegistriesAtPlan(
            stack, "task", new DataHssImageSyncTaskRegistriesAtPlanProps { TaskId = "t" });
        HashiCorp.Cdktf.IResolvable finished =
            ((DeputyBase)task.AllFinished).UnsafeCast<HashiCorp.Cdktf.IResolvable>();
        new TerraformOutput(stack, "digests", new TerraformOutputConfig { Value = atPlan.Digests });
        new TerraformOutput(stack, "finished", new TerraformOutputConfig { Value = finished });

        try
        {
            images.Find("shop", "web", "1.4.2");
        }
        catch (Exception error) when (error.Message.StartsWith("HSS_UNREACHABLE: "))
        {
            Console.Error.WriteLine($"{rows} {rowsForStructs} {denied} {severity} {found}");
        }
    }
}
