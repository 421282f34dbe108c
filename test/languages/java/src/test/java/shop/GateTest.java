package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static shop.Shop.DIGEST;
import static shop.Shop.IMAGE;
import static shop.Shop.PINNED;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cdktfhss.Decision;
import io.github.cdktfhss.Enforcement;
import io.github.cdktfhss.ImagePolicy;
import io.github.cdktfhss.ImageVerdict;
import io.github.cdktfhss.SeverityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("essential")
class GateTest {
  @TempDir Path folder;

  @Test
  void pinsAnImageToTheDigestThatWasScanned() throws IOException {
    Shop shop = new Shop(folder, SeverityLevel.LOW);
    assertEquals(Map.of("web", PINNED), Shop.images(shop.synth()));
  }

  @Test
  void refusesAnImageAndWritesNothing() {
    Shop shop = new Shop(folder, SeverityLevel.HIGH);
    RuntimeException refusal = assertThrows(RuntimeException.class, shop.app::synth);
    assertTrue(
        refusal.getMessage().startsWith("HSS_IMAGE_DENIED: stack shop is refused"),
        refusal.getMessage());
    assertTrue(refusal.getMessage().contains("max-severity"), refusal.getMessage());
    assertFalse(Files.exists(shop.file));
  }

  @Test
  void takesAPolicyFromProps() throws IOException {
    ImagePolicy policy = ImagePolicy.Builder.create().maxSeverity(SeverityLevel.HIGH).build();
    Shop shop = new Shop(folder, SeverityLevel.HIGH, gate -> gate.policy(policy));
    assertEquals(Map.of("web", PINNED), Shop.images(shop.synth()));
  }

  @Test
  void takesAPolicyFromAFile() throws IOException {
    Path file = folder.resolve("image-policy.yaml");
    Files.writeString(file, "version: 1\nmaxSeverity: High\n");
    ImagePolicy policy = ImagePolicy.fromFile(file.toString());
    Shop shop = new Shop(folder, SeverityLevel.HIGH, gate -> gate.policy(policy));
    assertEquals(Map.of("web", PINNED), Shop.images(shop.synth()));
  }

  @Test
  void enumsCrossInBothDirections() {
    Shop shop = new Shop(folder, SeverityLevel.HIGH, gate -> gate.enforcement(Enforcement.WARN));
    ImageVerdict verdict = shop.gate.evaluate(IMAGE);
    assertEquals(Decision.WARN, verdict.getDecision());
    assertEquals(SeverityLevel.HIGH, verdict.getImage().getSeverityLevel());
    assertEquals("max-severity", verdict.getFindings().get(0).getRuleId());
    assertEquals(PINNED, verdict.getPinnedReference());
  }

  @Test
  void decidesAgainAtPlan() throws IOException {
    JsonNode written = new Shop(folder, SeverityLevel.LOW, gate -> gate.atPlan(true)).synth();
    JsonNode web = written.at("/resource/kubernetes_deployment_v1").iterator().next();
    String condition = web.at("/lifecycle/precondition/0/condition").asText();
    assertTrue(condition.startsWith("${local.hss_gate_1_verdicts["), condition);
    assertTrue(condition.contains(DIGEST), condition);
    assertEquals("3.5.0", written.at("/terraform/required_providers/http/version").asText());
    assertFalse(written.at("/data/http").isEmpty());
  }
}
