package orchestrate.coordinator.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.ci.Group;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;

/** Shows the end of what an attempt has printed: a few lines, or many where they are folded. */
final class OutputEnd {
  private static final int LINES = 20;
  private static final int LINES_OF_A_FAILURE = 5;

  /** They take no room; and in CI the machine with the log may be gone when somebody looks. */
  private static final int FOLDED_LINES = 500;

  private static final int FOLDED_BYTES = 1 << 16;

  private final RunSummary summary;
  private final RunFiles files;
  private final Colours colours;
  private final CiLog log;
  private int groups;

  OutputEnd(RunSummary summary, RunFiles files, Colours colours, CiLog log) {
    this.summary = summary;
    this.files = files;
    this.colours = colours;
    this.log = log;
  }

  /** After its attempt has succeeded. */
  void show(PlannedTask task, RunEvent.AttemptEnded event) {
    Path file = files.log(task, event.instance(), event.attempt());
    if (log.commands().hasGroups()) {
      fold(task, event, file, "what it printed");
      return;
    }
    List<String> lines = tail(file, LINES + 1, LogTail.BYTES);
    if (lines.size() > LINES) {
      log.out().println("    | " + elsewhere(file));
      lines = lines.subList(1, lines.size());
    }
    quote(lines);
  }

  /** After it has failed. */
  void showOfFailure(PlannedTask task, RunEvent.AttemptEnded event) {
    Path file = files.log(task, event.instance(), event.attempt());
    if (log.commands().hasGroups()) {
      fold(task, event, file, "what it printed before it failed");
    } else {
      quote(tail(file, LINES_OF_A_FAILURE, LogTail.BYTES));
    }
  }

  private void quote(List<String> lines) {
    lines.forEach(line -> log.out().println(colours.faint("    | ") + line));
  }

  private String elsewhere(Path file) {
    return "... all of it in " + files.shown(file);
  }

  private void fold(PlannedTask task, RunEvent.AttemptEnded event, Path file, String what) {
    List<String> lines = tail(file, FOLDED_LINES + 1, FOLDED_BYTES);
    if (lines.isEmpty()) {
      return;
    }
    if (lines.size() > FOLDED_LINES || file.toFile().length() > FOLDED_BYTES) {
      lines = new ArrayList<>(lines);
      lines.set(0, elsewhere(file));
    }
    String title = "%s: %s".formatted(RunSummary.nameOf(task, event), what);
    log.show(group(title, event), lines);
  }

  private Group group(String title, RunEvent.AttemptEnded event) {
    long beganAt = event.at() - TimeUnit.NANOSECONDS.toMillis(event.nanos());
    String name = "orchestrate_%s_%d".formatted(summary.runId(), ++groups);
    return new Group(name, title, beganAt, event.at());
  }

  private static List<String> tail(Path file, int lines, int bytes) {
    try {
      return Files.exists(file) ? LogTail.of(file, lines, bytes) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }
}
