package orchestrate.coordinator.report;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import orchestrate.coordinator.schedule.TaskStatus;

/**
 * What the tasks of a run have come to, a line for each; where there are too many, those that went
 * wrong and those that took longest, and what the others have come to in a line.
 */
final class TaskTable {
  /** Lines in which it can say something. */
  static final int LEAST = 3;

  private static final List<String> TITLES =
      List.of("task", "result", "items", "ok", "failed", "retried", "time");
  private static final int RESULT = 1;

  private final RunSummary summary;
  private final Colours colours;

  TaskTable(RunSummary summary, Colours colours) {
    this.summary = summary;
    this.colours = colours;
  }

  /** How many lines all of it has. */
  int size() {
    return 1 + summary.tasks().size();
  }

  /**
   * The lines.
   *
   * @param most at least {@link #LEAST}
   * @param everything where all of it can be read
   */
  List<String> lines(int most, String everything) {
    List<TaskSummary> tasks = summary.tasks();
    if (size() <= most) {
      return lines(tasks);
    }
    Set<TaskSummary> first =
        new HashSet<>(
            tasks.stream()
                .sorted(comparingInt(TaskTable::rank).thenComparingLong(TaskTable::place))
                .limit(most - 2L)
                .toList());
    var lines = new ArrayList<>(lines(tasks.stream().filter(first::contains).toList()));
    lines.add(
        "... and %s: %s; all are in %s"
            .formatted(
                Format.count(tasks.size() - first.size(), "task"),
                counts(tasks.stream().filter(task -> !first.contains(task)).toList()),
                everything));
    return lines;
  }

  private static int rank(TaskSummary task) {
    return switch (task.status()) {
      case TaskStatus.Failed _ -> 0;
      case TaskStatus.AllowedFailure _ -> 1;
      case TaskStatus.Cancelled _ -> 2;
      case TaskStatus.Waiting _, TaskStatus.Active _, TaskStatus.Succeeded _ -> 3;
      case TaskStatus.Declined _, TaskStatus.Skipped _ -> 4;
    };
  }

  /** Of those that went wrong the first in the plan are told, of the others the longest. */
  private static long place(TaskSummary task) {
    return task.status().isGood() ? -task.millis() : task.task().number();
  }

  /** How many ended in which way: {@code 3 ok, 1 failed}. */
  static String counts(List<TaskSummary> tasks) {
    var counts = new ArrayList<String>();
    for (var word :
        List.of("ok", "up to date", "failed", "allowed failure", "skipped", "cancelled")) {
      long count = tasks.stream().filter(task -> task.word().equals(word)).count();
      if (count > 0) {
        counts.add(count + " " + word);
      }
    }
    return String.join(", ", counts);
  }

  private List<String> lines(List<TaskSummary> tasks) {
    List<List<String>> rows = tasks.stream().map(TaskTable::row).toList();
    int[] widths = TITLES.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var lines = new ArrayList<String>();
    lines.add(colours.faint(line(TITLES, widths, word -> word)));
    for (int i = 0; i < rows.size(); i++) {
      TaskStatus status = tasks.get(i).status();
      lines.add(line(rows.get(i), widths, word -> colours.of(status, word)));
    }
    return lines;
  }

  private static List<String> row(TaskSummary task) {
    return List.of(
        task.task().name(),
        task.word(),
        task.task().isFanOut() ? Long.toString(task.count()) : "",
        Long.toString(task.succeeded()),
        Long.toString(task.failed()),
        Long.toString(task.retries()),
        task.startedAt() == 0 ? "" : Format.duration(task.millis()));
  }

  /** Words to the left, numbers to the right. */
  private static String line(List<String> row, int[] widths, UnaryOperator<String> colour) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - row.get(i).length());
      String cell = i == RESULT ? colour.apply(row.get(i)) : row.get(i);
      line.append(i == 0 ? "" : "  ").append(i <= RESULT ? cell + gap : gap + cell);
    }
    return line.toString().stripTrailing();
  }
}
