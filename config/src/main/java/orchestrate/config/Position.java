package orchestrate.config;

/**
 * A stretch of one line of a text file.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param length in characters; at least 1
 */
public record Position(SourceText source, int line, int column, int length) {
  /** How to speak of it where another place is shown: by its line, and its file if that differs. */
  public String seenFrom(Position shown) {
    return shown.source == source ? "on line " + line : "at %s:%d".formatted(source.path(), line);
  }
}
