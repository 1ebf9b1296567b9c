package orchestrate.coordinator.report;

import java.util.List;

/**
 * How many rows of a screen lines take.
 *
 * @param width of the screen, in columns
 */
record Rows(int width) {
  /** Where it isn't known: the usual one. */
  static final int USUAL_WIDTH = 80;

  /** What begins a colour, or ends it. */
  private static final char ESCAPE = '\033';

  int of(String line) {
    return Math.max(1, (columns(line) + width - 1) / width);
  }

  int of(List<String> lines) {
    return lines.stream().mapToInt(this::of).sum();
  }

  /** Not less than it takes: what isn't ASCII may be wide. */
  private static int columns(String line) {
    int columns = 0;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (character == ESCAPE) {
        i = line.indexOf('m', i);
      } else if (!Character.isLowSurrogate(character)) {
        columns += character <= '~' ? 1 : 2;
      }
    }
    return columns;
  }
}
