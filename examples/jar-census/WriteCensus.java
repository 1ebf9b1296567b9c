import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/**
 * Puts the parts that {@code CountClasses} wrote together to one file, in the order of the list,
 * and prints the sums.
 *
 * @param list the paths of the jars, one a line; line number 7, counted from 0, has its part in
 *     {@code 7.csv}
 * @param jars how many were listed
 * @param duplicates how many class names are in more than one jar. A class has one name, however
 *     many releases of Java a jar has it for; {@code module-info} is no class.
 */
record WriteCensus(Path list, Path parts, Path census, long jars, long duplicates) implements Task {
  @Override
  public void run(TaskContext context) throws IOException {
    Path target = context.resolve(census);
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    long rows = 0;
    long classes = 0;
    try (var paths = Files.newBufferedReader(context.resolve(list));
        var out = Files.newBufferedWriter(unfinished)) {
      out.write("path,classes,java,sha256\n");
      for (String path = paths.readLine(); path != null; path = paths.readLine()) {
        String part = Files.readString(context.resolve(parts).resolve(rows + ".csv"));
        out.append(quoted(path)).append(',').append(part);
        classes += Long.parseLong(part, 0, part.indexOf(','), 10);
        rows++;
      }
    }
    if (rows != jars) {
      throw new IllegalStateException(
          "%d jars were listed, but now the list has %d; is another run at work in this folder?"
              .formatted(jars, rows));
    }
    Files.move(unfinished, target, ATOMIC_MOVE);
    System.out.printf(
        "%d jars, %d classes, %d class names in more than one jar%n", jars, classes, duplicates);
  }

  /** A field of a CSV file, in quotes if it needs them (RFC 4180). */
  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
