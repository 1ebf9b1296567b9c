package orchestrate.config;

import java.util.Arrays;

/**
 * Where the characters of a line stand in its text: one beyond U+FFFF takes two {@code char}s. A
 * file may be a single line of many megabytes, so no answer counts from the line's beginning.
 */
public final class Columns {
  private static final int STEP = 256;

  private final int line;
  private final String text;
  private final int count;

  /** Where every 256th character begins; none if each is one {@code char}. */
  private final int[] starts;

  Columns(int line, String text) {
    this.line = line;
    this.text = text;
    this.count = text.codePointCount(0, text.length());
    this.starts = count == text.length() ? new int[0] : starts(text, count);
  }

  private static int[] starts(String text, int count) {
    var starts = new int[count / STEP + 1];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = text.offsetByCodePoints(starts[i - 1], STEP);
    }
    return starts;
  }

  int line() {
    return line;
  }

  /** How many characters the line has. */
  public int count() {
    return count;
  }

  /**
   * Where in the text a character begins.
   *
   * @param character counted from 0; the text's end is meant by all beyond the last
   */
  public int offset(int character) {
    int inside = Math.min(character, count);
    return starts.length == 0
        ? inside
        : text.offsetByCodePoints(starts[inside / STEP], inside % STEP);
  }

  /**
   * How many characters stand before a place in the text.
   *
   * @param offset in {@code char}s, at most the text's length
   */
  public int before(int offset) {
    if (starts.length == 0) {
      return offset;
    }
    int found = Arrays.binarySearch(starts, offset);
    int step = found >= 0 ? found : -found - 2;
    return step * STEP + text.codePointCount(starts[step], offset);
  }
}
