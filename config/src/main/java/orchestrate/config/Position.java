package orchestrate.config;

/**
 * A stretch of one line of a text file.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param length in characters; at least 1
 */
public record Position(int line, int column, int length) {
  /** The first character of a file: where a problem of the file as a whole is shown. */
  public static final Position START = new Position(1, 1, 1);
}
