package orchestrate.config;

import java.nio.file.Path;
import java.util.List;

/** A text file and its lines, kept to show the line that a problem is about. */
public final class SourceText {
  private final Path path;
  private final List<String> lines;
  private final int number;

  /** Those of the line that was last asked for: who reads a file asks line by line. */
  private Columns columns = new Columns(0, "");

  /** A file that is read by itself, or as the first. */
  public SourceText(Path path, List<String> lines) {
    this(path, lines, 0);
  }

  /**
   * @param path as the user would name it: messages repeat it
   * @param lines none if it could not be read
   * @param number how many files of the same job were read before it
   */
  public SourceText(Path path, List<String> lines, int number) {
    this.path = path;
    this.lines = List.copyOf(lines);
    this.number = number;
  }

  public Path path() {
    return path;
  }

  public List<String> lines() {
    return lines;
  }

  public int number() {
    return number;
  }

  /** The line's text, or an empty one past the end. */
  public String line(int line) {
    return line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
  }

  /** The columns of the line. Not for several threads at a time. */
  public Columns columns(int line) {
    if (columns.line() != line) {
      columns = new Columns(line, line(line));
    }
    return columns;
  }

  /** Its first character: where a problem of the file as a whole is shown. */
  public Position start() {
    return new Position(this, 1, 1, 1);
  }
}
