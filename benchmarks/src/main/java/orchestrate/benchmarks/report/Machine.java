package orchestrate.benchmarks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where it was measured, and what.
 *
 * @param memory of the machine, in bytes
 * @param commit of the project, as git describes it; "dirty" if files were changed since
 * @param tools what peers are made of or need, with what each says of its version
 * @param loadAverageAtStart of one, five and fifteen minutes
 */
public record Machine(
    String processor,
    int cores,
    long memory,
    String kernel,
    String jdk,
    String commit,
    SequencedMap<String, String> tools,
    String loadAverageAtStart) {
  private static final List<String> TOOLS =
      List.of("cc", "python3", "xargs", "parallel", "make", "ninja", "snakemake");

  /**
   * This machine, now.
   *
   * @param home the project's folder
   */
  public static Machine here(Path home) throws IOException, InterruptedException {
    String load = loadAverage();
    var tools = new TreeMap<String, String>();
    for (String tool : TOOLS) {
      tools.put(tool, firstLine(tool, "--version"));
    }
    return new Machine(
        processorOfThis(),
        Runtime.getRuntime().availableProcessors(),
        memoryOfThis(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
        firstLine("git", "-C", home.toString(), "describe", "--always", "--dirty"),
        tools,
        load);
  }

  /** Of one, five and fifteen minutes, now. */
  static String loadAverage() throws IOException {
    String load = Files.readString(Path.of("/proc/loadavg"));
    return String.join(" ", List.of(load.split(" ", -1)).subList(0, 3));
  }

  private static String processorOfThis() throws IOException {
    String architecture = System.getProperty("os.arch");
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + architecture)
        .findFirst()
        .orElse(architecture);
  }

  private static long memoryOfThis() throws IOException {
    return Files.readAllLines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith("MemTotal:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static String firstLine(String... command) throws InterruptedException {
    List<String> found = new ArrayList<>();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (Stream<String> lines = process.inputReader(UTF_8).lines()) {
        lines.forEach(found::add);
      }
      return process.waitFor() == 0 && !found.isEmpty() ? found.getFirst() : "none";
    } catch (IOException e) {
      return "none"; // that is how ProcessBuilder says that there is no such program
    }
  }
}
