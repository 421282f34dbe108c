package shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** `hss-gate simulate` in a process of its own. The property `hss-gate` is the command's file. */
final class Simulator implements AutoCloseable {
  private final Process process;

  /** The variables that the simulator prints. */
  final Map<String, String> settings = new HashMap<>();

  Simulator(Path folder, Map<String, ?> data) throws IOException {
    Path file = folder.resolve("simulated.json");
    new ObjectMapper().writeValue(file.toFile(), data);
    process =
        new ProcessBuilder(
                "node", System.getProperty("hss-gate"), "simulate", "--data", file.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    // Not closed: the simulator would write to a closed pipe.
    BufferedReader lines = process.inputReader();
    while (!settings.containsKey("HSS_ENDPOINT")) {
      String line = lines.readLine();
      if (line == null) throw new IOException("the simulator ended before it was ready");
      String[] setting = line.split("=", 2);
      settings.put(setting[0], setting[1]);
    }
  }

  /** The row of the shop's image, as the simulator serves it. */
  static Map<String, ?> scanned(String severity) {
    return Map.of(
        "cicd_images",
        List.of(
            Map.of(
                "namespace", "shop",
                "image_name", "web",
                "image_version", "1.4.2",
                "image_digest", Shop.DIGEST,
                "scan_status", "success",
                "severity_level", severity,
                "malicious_file_num", 0,
                "latest_update_time", Map.of("hoursAgo", 30),
                "latest_scan_time", Map.of("hoursAgo", 29))));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
