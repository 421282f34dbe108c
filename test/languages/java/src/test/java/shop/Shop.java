package shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.AppConfig;
import com.hashicorp.cdktf.TerraformResource;
import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktfhss.HssCicdImage;
import io.github.cdktfhss.HssConnection;
import io.github.cdktfhss.HssFixture;
import io.github.cdktfhss.HssImageGate;
import io.github.cdktfhss.HssSource;
import io.github.cdktfhss.ImagePolicy;
import io.github.cdktfhss.ScanStatus;
import io.github.cdktfhss.SeverityLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.constructs.Construct;

/** An app of one gated stack, whose one deployment has an image that HSS has a scan of. */
final class Shop {
  static final String IMAGE = "swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2";
  static final String DIGEST = "sha256:" + "5e0c".repeat(16);
  static final String PINNED = IMAGE.replace(":1.4.2", "@" + DIGEST);

  private static final ObjectMapper JSON = new ObjectMapper();

  final App app;
  final TerraformStack stack;
  final HssImageGate gate;
  final Path file;

  Shop(Path folder, SeverityLevel severity) {
    this(folder, severity, gate -> gate);
  }

  Shop(Path folder, SeverityLevel severity, UnaryOperator<HssImageGate.Builder> options) {
    app = new App(AppConfig.builder().outdir(folder.toString()).build());
    stack = new TerraformStack(app, "shop");
    file = folder.resolve("stacks/shop/cdk.tf.json");
    HssFixture fixture = HssFixture.builder().cicdImages(List.of(scanned(severity))).build();
    HssConnection.Builder.create(stack, "hss")
        .source(HssSource.fixture(fixture))
        .region("cn-north-4")
        .build();
    ImagePolicy policy = ImagePolicy.Builder.create().maxSeverity(SeverityLevel.LOW).build();
    gate = options.apply(HssImageGate.Builder.create(stack, "gate").policy(policy)).build();
    deployment(stack, "web", IMAGE);
  }

  /** The row of the shop's image. */
  static HssCicdImage scanned(SeverityLevel severity) {
    Instant now = Instant.now();
    return HssCicdImage.builder()
        .namespace("shop")
        .imageName("web")
        .imageVersion("1.4.2")
        .imageDigest(DIGEST)
        .scanStatus(ScanStatus.SUCCESS)
        .severityLevel(severity)
        .maliciousFileNum(0)
        .latestUpdateTime(now.minus(Duration.ofHours(30)).toEpochMilli())
        .latestScanTime(now.minus(Duration.ofHours(29)).toEpochMilli())
        .build();
  }

  static TerraformResource deployment(Construct scope, String name, String image) {
    TerraformResource resource =
        TerraformResource.Builder.create(scope, name)
            .terraformResourceType("kubernetes_deployment_v1")
            .build();
    resource.addOverride(
        "spec.template.spec.container", List.of(Map.of("name", name, "image", image)));
    return resource;
  }

  /** What is written of the stack. */
  JsonNode synth() throws IOException {
    app.synth();
    return JSON.readTree(file.toFile());
  }

  /** The images of a synthesized stack, by the names of their containers. */
  static Map<String, String> images(JsonNode written) {
    Map<String, String> images = new TreeMap<>();
    for (JsonNode resource : written.at("/resource/kubernetes_deployment_v1")) {
      for (JsonNode container : resource.at("/spec/template/spec/container")) {
        images.put(container.get("name").asText(), container.get("image").asText());
      }
    }
    return images;
  }
}
