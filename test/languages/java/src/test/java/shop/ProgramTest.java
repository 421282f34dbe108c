package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program that docs/languages.md shows against an HSS in a process of its own. */
class ProgramTest {
  private static final String REFUSAL =
      "Exception in thread \"main\" java.lang.RuntimeException: "
          + "HSS_IMAGE_DENIED: stack shop is refused";

  @TempDir Path folder;

  @Test
  void pinsAnImageInAProgram() throws IOException, InterruptedException {
    try (Simulator simulator = new Simulator(folder, Simulator.scanned("Low"))) {
      Program program = new Program(folder, simulator.settings);
      Program.Ended ended = program.run();
      assertEquals(0, ended.exitCode(), ended.stderr());
      JsonNode stack = new ObjectMapper().readTree(program.written().get(0).toFile());
      assertEquals(Map.of("web", Shop.PINNED), Shop.images(stack));
    }
  }

  @Test
  void aRefusedProgramEndsWithExitCode1AndTheCode() throws IOException, InterruptedException {
    try (Simulator simulator = new Simulator(folder, Simulator.scanned("High"))) {
      Program program = new Program(folder, simulator.settings);
      Program.Ended ended = program.run();
      assertEquals(1, ended.exitCode(), ended.stderr());
      assertTrue(ended.stderr().contains(REFUSAL), ended.stderr());
      assertEquals(List.of(), program.written());
    }
  }
}
