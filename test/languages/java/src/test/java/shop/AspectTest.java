package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static shop.Shop.IMAGE;
import static shop.Shop.PINNED;

import com.hashicorp.cdktf.Aspects;
import com.hashicorp.cdktf.IAspect;
import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktfhss.SeverityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.constructs.IConstruct;

@Tag("essential")
class AspectTest {
  private static final String UNKNOWN = "registry.example/shop/log:1";

  @TempDir Path folder;

  /** Adds a deployment to every stack, after all else of the stack was made. */
  record AddDeployment(String image) implements IAspect {
    @Override
    public void visit(IConstruct node) {
      if (node instanceof TerraformStack stack) {
        Shop.deployment(stack, "late", image);
      }
    }
  }

  @Test
  void pinsWhatAnAspectAdds() throws IOException {
    Shop shop = new Shop(folder, SeverityLevel.LOW);
    Aspects.of(shop.stack).add(new AddDeployment(IMAGE));
    assertEquals(Map.of("web", PINNED, "late", PINNED), Shop.images(shop.synth()));
  }

  @Test
  void refusesWhatAnAspectAdds() {
    Shop shop = new Shop(folder, SeverityLevel.LOW);
    Aspects.of(shop.stack).add(new AddDeployment(UNKNOWN));
    RuntimeException refusal = assertThrows(RuntimeException.class, shop.app::synth);
    assertTrue(refusal.getMessage().startsWith("HSS_IMAGE_DENIED: "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(UNKNOWN), refusal.getMessage());
    assertFalse(Files.exists(shop.file));
  }
}
