package orchestrate.coordinator.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.config.Printable;
import orchestrate.ipc.os.Terminal;

/**
 * What is printed when a run is over: a table of the tasks, and what failed, why, and its log. All
 * of it fits a usual screen, whatever has happened, and says where the rest is.
 */
public final class FinalReport {
  /** Of a screen with 24, one for the prompt. */
  private static final int MOST_ROWS = 23;

  /** An empty line above, an empty one before the verdict, and that. */
  private static final int FRAME_ROWS = 3;

  private static final int MOST_NOTES = 4;
  private static final int MOST_NAMES = 5;

  private final RunSummary summary;
  private final RunFiles files;
  private final Manner manner;
  private final Colours colours;
  private final Rows rows;
  private final PrintStream out;

  public FinalReport(RunSummary summary, RunFiles files, Manner manner, PrintStream out) {
    this(summary, files, manner, width(), out);
  }

  FinalReport(RunSummary summary, RunFiles files, Manner manner, int width, PrintStream out) {
    this.summary = summary;
    this.files = files;
    this.manner = manner;
    this.colours = manner.colours();
    this.rows = new Rows(width);
    this.out = out;
  }

  private static int width() {
    return Terminal.size()
        .map(Terminal.Size::columns)
        .filter(columns -> columns > 0)
        .orElse(Rows.USUAL_WIDTH);
  }

  public void print() throws IOException {
    lines().forEach(out::println);
  }

  private List<String> lines() throws IOException {
    var table = new TaskTable(summary, colours);
    var failures = new FailureList(summary, files, colours, rows);
    List<String> notes = manner.isQuiet() ? List.of() : notes();
    int room = MOST_ROWS - FRAME_ROWS - rows.of(notes);
    int tableSize = manner.isQuiet() ? 0 : table.size();
    int failureRoom = Math.min(failures.size(), Math.max(room / 2, room - tableSize));

    var lines = new ArrayList<String>();
    List<String> told = failures.lines(failureRoom);
    if (!manner.isQuiet()) {
      lines.add("");
      int tableRoom = Math.max(TaskTable.LEAST, room - rows.of(told));
      lines.addAll(table.lines(tableRoom, files.shown(files.result())));
    }
    lines.addAll(told);
    lines.addAll(notes);
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(verdict(summary, colours));
    return lines;
  }

  /** What else there is to know, below an empty line. */
  private List<String> notes() {
    var notes =
        new ArrayList<>(
            Stream.of(upToDate(), subtasks(), warnings(), artifacts(), fullDisk())
                .flatMap(List::stream)
                .toList());
    if (notes.size() > MOST_NOTES) {
      int more = notes.size() - MOST_NOTES + 1;
      notes.subList(MOST_NOTES - 1, notes.size()).clear();
      notes.add("... and %d more notes; %s has them".formatted(more, files.shown(files.result())));
    }
    if (!notes.isEmpty()) {
      notes.addFirst("");
    }
    return notes;
  }

  private List<String> upToDate() {
    return summary.tasks().stream()
        .filter(task -> task.upToDate() > 0 && task.upToDate() < task.count())
        .map(
            task ->
                "up to date of %s: %d of %s"
                    .formatted(
                        task.task().name(), task.upToDate(), Format.count(task.count(), "item")))
        .toList();
  }

  private List<String> subtasks() {
    return summary.tasks().stream()
        .filter(TaskSummary::hasForked)
        .map(
            task ->
                "subtasks of %s: %d ok, %d failed, %d retried"
                    .formatted(
                        task.task().name(),
                        task.subtasks(),
                        task.subtasksFailed(),
                        task.subtaskRetries()))
        .toList();
  }

  private List<String> warnings() {
    List<TaskSummary> warned =
        summary.tasks().stream().filter(task -> task.warnings() > 0).toList();
    return warned.isEmpty()
        ? List.of()
        : List.of(
            "%s of what tasks left behind in their workers, in the logs of: %s"
                .formatted(
                    Format.count(warned.stream().mapToLong(TaskSummary::warnings).sum(), "warning"),
                    names(warned)));
  }

  private List<String> artifacts() {
    List<TaskSummary> leaving =
        summary.tasks().stream().filter(task -> task.artifacts() > 0).toList();
    var notes = new ArrayList<String>();
    if (!leaving.isEmpty()) {
      notes.add(
          "artifacts of %s: %s in %s"
              .formatted(
                  names(leaving),
                  Format.count(leaving.stream().mapToLong(TaskSummary::artifacts).sum(), "file"),
                  files.shown(files.artifacts())));
    }
    summary.tasks().stream()
        .filter(task -> task.artifactTrouble() != null)
        .forEach(
            task ->
                notes.add(
                    "artifacts of %s: %s"
                        .formatted(
                            task.task().name(),
                            Printable.text(String.valueOf(task.artifactTrouble())))));
    return notes;
  }

  /** Then commands fail to print, and can't say so. */
  private List<String> fullDisk() {
    Path folder = files.folder();
    boolean full = summary.allFailures() > 0 && folder.toFile().getUsableSpace() == 0;
    return full
        ? List.of(
            "no room is left for what tasks print: the disk of %s is full"
                .formatted(files.shown(folder)))
        : List.of();
  }

  private static String names(List<TaskSummary> tasks) {
    List<String> first = tasks.stream().limit(MOST_NAMES).map(task -> task.task().name()).toList();
    int more = tasks.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and %d more".formatted(more) : "");
  }

  /** How it has ended, in a line. */
  static String verdict(RunSummary summary, Colours colours) {
    String reason = summary.stopReason();
    String how =
        reason != null
            ? colours.warning("stopped")
            : summary.succeeded() ? colours.good("succeeded") : colours.bad("failed");
    return "%s after %s: %s of %s%s"
        .formatted(
            how,
            Format.duration(summary.millis()),
            TaskTable.counts(summary.tasks()),
            Format.count(summary.tasks().size(), "task"),
            reason == null ? "" : "; " + Printable.text(reason));
  }
}
