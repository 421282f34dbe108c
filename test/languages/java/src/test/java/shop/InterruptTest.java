package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that is ended while it waits for an HSS that never answers. */
class InterruptTest {
  /** What a user waits for at most, after Ctrl-C. */
  private static final Duration BOUND = Duration.ofSeconds(2);

  /** Longer, for a busy machine. A process that nobody ends would wait for HSS for minutes. */
  private static final Duration BOUND_OF_OTHERS = Duration.ofSeconds(10);

  @TempDir Path folder;

  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest(name = "SIG{0}")
  @CsvSource({"INT, -, 130", "TERM, '', 143", "KILL, '', 137"})
  void endsWithinTwoSecondsAndLeavesNoProcess(String signal, String sign, int exitCode)
      throws Exception {
    try (ServerSocket hss = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment =
          Map.of(
              "HSS_ENDPOINT", "http://127.0.0.1:" + hss.getLocalPort(),
              "HW_PROJECT_ID", "p",
              "HW_AUTH_TOKEN", "t0ken");
      // A new session, so that a signal to its processes, as Ctrl-C sends, does not reach this one.
      Process program =
          new Program(folder, environment)
              .command("setsid")
              .redirectOutput(Redirect.DISCARD)
              .redirectError(folder.resolve("stderr").toFile())
              .start();
      try (Socket asked = hss.accept()) {
        List<ProcessHandle> all = program.descendants().toList();
        assertFalse(all.isEmpty());
        kill(signal, sign + program.pid());
        assertTrue(program.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS), "still runs");
        assertEquals(exitCode, program.exitValue());
        for (ProcessHandle process : all) {
          process.onExit().get(BOUND_OF_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertEquals(List.of(), new Program(folder, environment).written());
      } finally {
        kill("KILL", "-" + program.pid());
      }
    }
  }

  /** Sends a signal to a process, or to a group of processes: its ID with a minus. */
  private static void kill(String signal, String target) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", signal, "--", target)
        .redirectError(Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
