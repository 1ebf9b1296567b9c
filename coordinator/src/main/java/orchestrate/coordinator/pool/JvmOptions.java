package orchestrate.coordinator.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The file {@code jvm.options}: the flags that every JVM of ours gets. */
final class JvmOptions {
  private static final String FILE = "/orchestrate/jvm.options";

  private JvmOptions() {}

  static List<String> forEveryJvm() {
    try (InputStream in = JvmOptions.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing in the jar of the module config");
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
