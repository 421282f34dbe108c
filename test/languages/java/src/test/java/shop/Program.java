package shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The program that docs/languages.md shows, as a process of its own in a folder of its own. */
record Program(Path folder, Map<String, String> environment) {

  /** What it printed, all of it on stderr, and its exit code. */
  record Ended(int exitCode, String stderr) {}

  ProcessBuilder command(String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command.addAll(
        List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  Ended run() throws IOException, InterruptedException {
    Process process = command().redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String stderr = new String(process.getErrorStream().readAllBytes());
    return new Ended(process.waitFor(), stderr);
  }

  /** The stacks that were written. */
  List<Path> written() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("cdk.tf.json")).toList();
    }
  }
}
