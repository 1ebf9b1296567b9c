package orchestrate.benchmarks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where it was measured. */
public record Machine(
    String processor,
    int cores,
    String kernel,
    String jdk,
    String compiler,
    String python,
    String loadAverageAtStart) {

  /** This machine, now. */
  public static Machine here() throws IOException, InterruptedException {
    return new Machine(
        processorOfThis(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
        firstLine("cc", "--version"),
        firstLine("python3", "--version"),
        Files.readString(Path.of("/proc/loadavg")).strip());
  }

  private static String processorOfThis() throws IOException {
    String architecture = System.getProperty("os.arch");
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + architecture)
        .findFirst()
        .orElse(architecture);
  }

  private static String firstLine(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return output.lines().findFirst().orElse("none");
    } catch (IOException e) {
      return "none"; // that is how ProcessBuilder says that there is no such program
    }
  }
}
