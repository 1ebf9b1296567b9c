package orchestrate.config;

import java.nio.file.Path;
import java.util.List;

/** A text file and its lines, kept to show the line that a problem is about. */
public record SourceText(Path path, List<String> lines) {
  public SourceText {
    lines = List.copyOf(lines);
  }

  /** The line's text, or an empty one past the end. */
  public String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }
}
