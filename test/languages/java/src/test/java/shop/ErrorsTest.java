package shop;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktfhss.DataHssImageRegistries;
import io.github.cdktfhss.HssConnection;
import io.github.cdktfhss.HssCredentials;
import io.github.cdktfhss.HssImageGate;
import io.github.cdktfhss.ImagePolicy;
import io.github.cdktfhss.SeverityLevel;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The message of each exception begins with the error's code. */
class ErrorsTest {
  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(
        one("HSS_POLICY_INVALID", "a constructor", shop -> policy().maxScanAgeHours(-1).build()),
        one("HSS_POLICY_INVALID", "a static method", shop -> ImagePolicy.fromFile("none.yaml")),
        one(
            "HSS_INVALID_ARGUMENT",
            "a constructor in a tree",
            shop -> HssImageGate.Builder.create(shop.app, "gate").policy(policy().build()).build()),
        one("HSS_INVALID_ARGUMENT", "a method", shop -> shop.gate.evaluate("not a reference")),
        one(
            "HSS_NOT_FOUND",
            "a method of a lookup",
            shop -> new DataHssImageRegistries(shop.stack, "registries").byName("none")),
        one("HSS_UNREACHABLE", "a getter", shop -> unreachable(shop).getRows()));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void errorsBeginWithTheirCode(String code, String where, Consumer<Shop> action) {
    Shop shop = new Shop(folder, SeverityLevel.LOW);
    RuntimeException error = assertThrows(RuntimeException.class, () -> action.accept(shop));
    assertTrue(error.getMessage().startsWith(code + ": "), error.getMessage());
  }

  private static Arguments one(String code, String where, Consumer<Shop> action) {
    return arguments(code, where, action);
  }

  private static ImagePolicy.Builder policy() {
    return ImagePolicy.Builder.create().maxSeverity(SeverityLevel.LOW);
  }

  private static DataHssImageRegistries unreachable(Shop shop) {
    TerraformStack stack = new TerraformStack(shop.app, "other");
    HssConnection.Builder.create(stack, "unreachable")
        .endpoint("http://127.0.0.1:9")
        .projectId("p")
        .credentials(HssCredentials.token("t0ken"))
        .maxRetries(0)
        .build();
    return new DataHssImageRegistries(stack, "registries");
  }
}
