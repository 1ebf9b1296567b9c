package orchestrate.coordinator.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files with the flags of our JVMs. */
final class JvmOptions {
  private static final String EVERY_JVM = "/orchestrate/jvm.options";
  private static final String COORDINATOR = "/orchestrate/coordinator.options";

  private JvmOptions() {}

  /** The flags that every JVM of ours gets. */
  static List<String> forEveryJvm() {
    return read(EVERY_JVM);
  }

  /** Those that Chronicle Queue needs: the coordinator's, but for what makes that start quickly. */
  static List<String> forChronicle() {
    return read(COORDINATOR).stream()
        .filter(line -> line.startsWith("--") || line.startsWith("-Dchronicle."))
        .toList();
  }

  private static List<String> read(String file) {
    try (InputStream in = JvmOptions.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing in the jar of the module config");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
