package shop;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformResource;
import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktfhss.HssConnection;
import io.github.cdktfhss.HssImageGate;
import io.github.cdktfhss.ImagePolicy;
import io.github.cdktfhss.SeverityLevel;
import java.util.List;
import java.util.Map;

public class Main {
  public static void main(String[] args) {
    App app = new App();
    TerraformStack stack = new TerraformStack(app, "shop");
    HssConnection.Builder.create(stack, "hss").region("cn-north-4").build();

    ImagePolicy policy = ImagePolicy.Builder.create().maxSeverity(SeverityLevel.LOW).build();
    HssImageGate.Builder.create(stack, "gate").policy(policy).build();

    TerraformResource web =
        TerraformResource.Builder.create(stack, "web")
            .terraformResourceType("kubernetes_deployment_v1")
            .build();
    web.addOverride("metadata", Map.of("name", "web"));
    web.addOverride("spec.selector.match_labels", Map.of("app", "web"));
    web.addOverride("spec.template.metadata.labels", Map.of("app", "web"));
    web.addOverride(
        "spec.template.spec.container",
        List.of(
            Map.of("name", "web", "image", "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2")));
    app.synth();
  }
}
