package orchestrate.coordinator.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import orchestrate.config.Printable;
import orchestrate.coordinator.report.Version;
import org.jspecify.annotations.Nullable;

/** Where a run took place. Variables of the environment are not told: they may be anything. */
final class Surroundings {
  private static final Path PROC = Path.of("/proc");

  private Surroundings() {}

  /** Names and values for people, as far as they are known. */
  static Map<String, String> ofThisProcess() {
    var facts = new LinkedHashMap<String, String>();
    put(facts, "machine", firstLine(PROC.resolve("sys/kernel/hostname"), "", name -> name));
    put(facts, "processor", firstLine(PROC.resolve("cpuinfo"), "model name", name -> name));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    put(facts, "memory", firstLine(PROC.resolve("meminfo"), "MemTotal", Surroundings::gibibytes));
    facts.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    facts.put("Java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    facts.put("orchestrate", Version.NUMBER);
    return facts;
  }

  private static void put(Map<String, String> to, String name, @Nullable String value) {
    if (value != null) {
      to.put(name, Printable.text(value));
    }
  }

  /** Of the first line that begins with this, what stands after its colon, if it has one. */
  private static @Nullable String firstLine(Path file, String start, UnaryOperator<String> shown) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(start))
          .map(line -> shown.apply(line.substring(line.indexOf(':') + 1).strip()))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null; // Another system than Linux: there is one line less.
    }
  }

  private static String gibibytes(String kibibytes) {
    String number = kibibytes.split(" ", 2)[0];
    return String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(number) / (double) (1 << 20));
  }
}
