package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hashicorp.cdktf.Fn;
import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformVariable;
import com.hashicorp.cdktf.Token;
import io.github.cdktfhss.DataHssCicdImagesAtPlan;
import io.github.cdktfhss.DataHssImageSyncTaskRegistriesAtPlan;
import io.github.cdktfhss.IResolvable;
import io.github.cdktfhss.SeverityLevel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.jsii.JsiiObject;
import software.amazon.jsii.UnsafeCast;

/** Values that only Terraform knows: ours where a framework's is wanted, and the reverse. */
class TokensTest {
  @TempDir Path folder;
  Shop shop;

  @BeforeEach
  void makeShop() {
    shop = new Shop(folder, SeverityLevel.LOW, gate -> gate.atPlan(true));
  }

  @Test
  void aFrameworkTakesOurTokens() throws IOException {
    DataHssImageSyncTaskRegistriesAtPlan task =
        DataHssImageSyncTaskRegistriesAtPlan.Builder.create(shop.stack, "task").taskId("t").build();
    IResolvable finished = task.getAllFinished();
    output("object", finished);
    output("text", Token.asString(finished));
    output("conditional", Fn.conditional(finished, "yes", "no"));
    // For a parameter of the framework's own type, Java wants a cast.
    com.hashicorp.cdktf.IResolvable theirs =
        UnsafeCast.unsafeCast((JsiiObject) finished, com.hashicorp.cdktf.IResolvable.class);
    output("cast", theirs);
    JsonNode outputs = shop.synth().get("output");
    String value = outputs.at("/object/value").asText();
    assertTrue(value.startsWith("${local.task_all_finished_"), value);
    assertEquals(value, outputs.at("/text/value").asText());
    assertEquals(value, outputs.at("/cast/value").asText());
    assertEquals(
        value.replace("}", " ? \"yes\" : \"no\"}"), outputs.at("/conditional/value").asText());
  }

  @Test
  void ourLookupsTakeAFrameworksTokens() throws IOException {
    TerraformVariable namespace = variable("namespace", "string");
    TerraformVariable risky = variable("risky", "bool");
    IResolvable isRisky =
        UnsafeCast.unsafeCast((JsiiObject) risky.getBooleanValue(), IResolvable.class);
    DataHssCicdImagesAtPlan images =
        DataHssCicdImagesAtPlan.Builder.create(shop.stack, "images")
            .namespace(namespace.getStringValue())
            .risky(isRisky)
            .build();
    output("digests", images.getDigests());
    output("first", images.getRows().get(0).getImageDigest());
    JsonNode written = shop.synth();
    String given = written.get("locals").toString();
    assertTrue(given.contains("\"namespace\":\"${var.namespace}\""), given);
    assertTrue(given.contains("\"risky\":\"${var.risky}\""), given);
    String first = written.at("/output/first/value").asText();
    assertTrue(first.contains("images"), first);
  }

  private TerraformVariable variable(String name, String type) {
    return TerraformVariable.Builder.create(shop.stack, name).type(type).build();
  }

  private void output(String name, Object value) {
    TerraformOutput.Builder.create(shop.stack, name).staticId(true).value(value).build();
  }
}
