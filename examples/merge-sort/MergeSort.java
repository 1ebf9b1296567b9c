import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/**
 * Sorts lines that are whole numbers: two subtasks sort a half each, into files beside the result,
 * and it merges these. A part whose worker is killed is sorted again, the others are not.
 *
 * @param from the first line that counts, from 0
 * @param to the line after the last
 * @param sorted where they go
 */
record MergeSort(Path file, long from, long to, Path sorted) implements Task {
  private static final long SMALL = 25_000;

  @Override
  public void run(TaskContext context) throws Exception {
    if (to - from <= SMALL) {
      sort(context);
      return;
    }
    long middle = (from + to) >>> 1;
    Path low = part(from, middle);
    Path high = part(middle, to);
    context.fork(new MergeSort(file, from, middle, low));
    context.fork(new MergeSort(file, middle, to, high));
    context.join();
    merge(context.resolve(low), context.resolve(high), context.resolve(sorted));
  }

  private Path part(long first, long end) {
    return sorted.resolveSibling(first + "-" + end + ".part");
  }

  private void sort(TaskContext context) throws IOException {
    try (Stream<String> lines = Files.lines(context.resolve(file))) {
      List<String> numbers =
          lines.skip(from).limit(to - from).mapToLong(Long::parseLong).sorted()
              .mapToObj(Long::toString).toList();
      Files.write(context.resolve(sorted), numbers);
    }
  }

  private static void merge(Path low, Path high, Path into) throws IOException {
    try (BufferedReader first = Files.newBufferedReader(low);
        BufferedReader second = Files.newBufferedReader(high);
        BufferedWriter out = Files.newBufferedWriter(into)) {
      String one = first.readLine();
      String two = second.readLine();
      while (one != null || two != null) {
        if (two == null || (one != null && Long.parseLong(one) <= Long.parseLong(two))) {
          out.write(one);
          one = first.readLine();
        } else {
          out.write(two);
          two = second.readLine();
        }
        out.write('\n');
      }
    }
  }
}
