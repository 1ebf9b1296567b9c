package orchestrate.coordinator.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Printable;

/** Rows of text in columns that are as wide as they must be. */
public final class Table {
  private Table() {}

  public static void print(List<List<String>> rows, PrintStream out) {
    lines(rows).forEach(out::println);
  }

  /** Each row as a line, fit for a terminal. */
  public static List<String> lines(List<List<String>> rows) {
    var lines = new ArrayList<String>();
    List<List<String>> shown =
        rows.stream().map(row -> row.stream().map(Printable::text).toList()).toList();
    for (List<String> row : shown) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width(shown, column) - length(cell) + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
