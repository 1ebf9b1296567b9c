package orchestrate.worker.autopsy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.protocol.Secrets;
import org.jspecify.annotations.Nullable;

/** The file that a JVM leaves when it crashes. */
public final class CrashReport {
  /** The heading has all that is wanted; the rest is long. */
  private static final int HEADING_LINES = 40;

  private CrashReport() {}

  /** For a person: what went wrong in which code; null if the JVM didn't crash. */
  public static @Nullable String summary(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    try (var lines = Files.lines(file, ISO_8859_1)) {
      return summary(lines.limit(HEADING_LINES).toList());
    } catch (IOException e) {
      return "the report can't be read";
    }
  }

  /** It has the texts that were at hand. */
  public static void mask(Path file, Secrets secrets) {
    if (secrets.isEmpty() || !Files.exists(file)) {
      return;
    }
    try {
      byte[] report = Files.readAllBytes(file);
      Files.write(file, Mask.of(secrets.values()).bytes(report));
    } catch (IOException e) {
      throw new UncheckedIOException("can't mask the secrets in " + file, e);
    }
  }

  private static String summary(List<String> heading) {
    String what = "";
    String where = "";
    for (int i = 0; i < heading.size(); i++) {
      String line = heading.get(i);
      if (what.isEmpty() && (line.startsWith("#  ") || line.contains("insufficient memory"))) {
        what = text(line).replaceFirst(",? (at pc=|pid=).*", "");
      } else if (line.startsWith("# Problematic frame:") && i + 1 < heading.size()) {
        where = " in " + text(heading.get(i + 1)).replaceAll("\\s+", " ");
      }
    }
    return what + where;
  }

  private static String text(String line) {
    return line.substring(1).strip();
  }
}
