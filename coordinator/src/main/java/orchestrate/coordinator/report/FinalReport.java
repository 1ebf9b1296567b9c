package orchestrate.coordinator.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Printable;
import orchestrate.coordinator.report.RunSummary.Failure;

/** What is printed when a run is over: a table of the tasks, and what failed, why, and its log. */
public final class FinalReport {
  private static final int SHOWN_FAILURES = 10;
  private static final int TAIL_LINES = 10;

  private final RunSummary summary;
  private final RunFiles files;
  private final PrintStream out;

  public FinalReport(RunSummary summary, RunFiles files, PrintStream out) {
    this.summary = summary;
    this.files = files;
    this.out = out;
  }

  public void print() throws IOException {
    out.println();
    table();
    upToDate();
    subtasks();
    failures();
    warnings();
    artifacts();
    fullDisk();
    out.println();
    out.println(verdict());
  }

  private void table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("task", "result", "items", "ok", "failed", "retried", "time"));
    for (TaskSummary task : summary.tasks()) {
      rows.add(
          List.of(
              task.task().name(),
              task.word(),
              task.task().isFanOut() ? Long.toString(task.count()) : "",
              Long.toString(task.succeeded()),
              Long.toString(task.failed()),
              Long.toString(task.retries()),
              task.startedAt() == 0 ? "" : Format.duration(task.millis())));
    }
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private void upToDate() {
    List<TaskSummary> partly =
        summary.tasks().stream()
            .filter(task -> task.upToDate() > 0 && task.upToDate() < task.count())
            .toList();
    if (!partly.isEmpty()) {
      out.println();
      partly.forEach(
          task ->
              out.printf(
                  "up to date of %s: %d of %s%n",
                  task.task().name(), task.upToDate(), Format.count(task.count(), "item")));
    }
  }

  private void subtasks() {
    List<TaskSummary> forking = summary.tasks().stream().filter(TaskSummary::hasForked).toList();
    if (!forking.isEmpty()) {
      out.println();
      forking.forEach(
          task ->
              out.printf(
                  "subtasks of %s: %d ok, %d failed, %d retried%n",
                  task.task().name(),
                  task.subtasks(),
                  task.subtasksFailed(),
                  task.subtaskRetries()));
    }
  }

  /** Words to the left, numbers to the right. */
  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String format = i < 2 ? "%-" + widths[i] + "s" : "%" + widths[i] + "s";
      line.append(i == 0 ? "" : "  ").append(format.formatted(row.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private void failures() throws IOException {
    for (Failure failure : summary.failures().stream().limit(SHOWN_FAILURES).toList()) {
      out.println();
      out.printf(
          "%s%s: %s%n",
          failure.name(),
          failure.isAllowed() ? ", which may fail" : "",
          Printable.text(failure.outcome().reason()));
      if (failure.attempt() > 0) {
        tail(failure);
      }
    }
    if (summary.allFailures() > SHOWN_FAILURES) {
      out.printf(
          "%n... and %d more; result.json lists the first %d%n",
          summary.allFailures() - SHOWN_FAILURES, RunSummary.KEPT_FAILURES);
    }
  }

  private void tail(Failure failure) throws IOException {
    Path log = files.log(failure.task(), failure.instance(), failure.attempt());
    List<String> lines = LogTail.of(log, TAIL_LINES);
    out.printf(
        "  attempt %d, %s%s; %s%n",
        failure.attempt(),
        Format.duration(failure.nanos() / 1_000_000),
        Format.use(failure.use()),
        lines.isEmpty() ? "it printed nothing" : "log " + files.shown(log));
    lines.forEach(line -> out.println("    | " + line));
  }

  private void warnings() {
    List<TaskSummary> warned =
        summary.tasks().stream().filter(task -> task.warnings() > 0).toList();
    if (!warned.isEmpty()) {
      out.printf(
          "%n%s of what tasks left behind in their workers, in the logs of: %s%n",
          Format.count(warned.stream().mapToLong(TaskSummary::warnings).sum(), "warning"),
          String.join(", ", warned.stream().map(task -> task.task().name()).toList()));
    }
  }

  private void artifacts() {
    List<TaskSummary> leaving =
        summary.tasks().stream().filter(task -> task.artifacts() > 0).toList();
    List<TaskSummary> lacking =
        summary.tasks().stream().filter(task -> task.artifactTrouble() != null).toList();
    if (!leaving.isEmpty() || !lacking.isEmpty()) {
      out.println();
    }
    if (!leaving.isEmpty()) {
      out.printf(
          "artifacts of %s: %s in %s%n",
          String.join(", ", leaving.stream().map(task -> task.task().name()).toList()),
          Format.count(leaving.stream().mapToLong(TaskSummary::artifacts).sum(), "file"),
          files.shown(files.artifacts()));
    }
    lacking.forEach(
        task ->
            out.printf(
                "artifacts of %s: %s%n",
                task.task().name(), Printable.text(String.valueOf(task.artifactTrouble()))));
  }

  /** Then commands fail to print, and can't say so. */
  private void fullDisk() {
    Path folder = files.folder();
    if (summary.allFailures() > 0 && folder.toFile().getUsableSpace() == 0) {
      out.printf(
          "%nno room is left for what tasks print: the disk of %s is full%n", files.shown(folder));
    }
  }

  private String verdict() {
    var counts = new ArrayList<String>();
    for (var word :
        List.of("ok", "up to date", "failed", "allowed failure", "skipped", "cancelled")) {
      long count = summary.countOf(word);
      if (count > 0) {
        counts.add(count + " " + word);
      }
    }
    String reason = summary.stopReason();
    String how = reason != null ? "stopped" : summary.succeeded() ? "succeeded" : "failed";
    return "%s after %s: %s of %s%s"
        .formatted(
            how,
            Format.duration(summary.millis()),
            String.join(", ", counts),
            Format.count(summary.tasks().size(), "task"),
            reason == null ? "" : "; " + Printable.text(reason));
  }
}
