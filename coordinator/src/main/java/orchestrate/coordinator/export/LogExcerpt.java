package orchestrate.coordinator.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import orchestrate.config.Explanation;
import orchestrate.config.Printable;
import orchestrate.coordinator.report.LogTail;
import orchestrate.coordinator.report.RunFiles;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log.
 *
 * @param log where it is, for people; null if there is none
 */
record LogExcerpt(@Nullable String log, List<String> lines) {
  static final LogExcerpt NONE = new LogExcerpt(null, List.of());

  static LogExcerpt of(Path log, int lines, RunFiles files) {
    List<String> tail;
    try {
      tail = LogTail.of(log, lines);
    } catch (IOException e) { // Logs are the user's: a task may have done anything to them.
      tail = List.of("its log can't be read: " + Printable.text(Explanation.of(e)));
    }
    return new LogExcerpt(tail.isEmpty() ? null : Printable.text(files.shown(log)), tail);
  }
}
