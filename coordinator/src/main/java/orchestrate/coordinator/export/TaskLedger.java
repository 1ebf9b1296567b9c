package orchestrate.coordinator.export;

import java.util.List;
import orchestrate.coordinator.analysis.Histogram;
import orchestrate.coordinator.analysis.WorkLog;
import org.jspecify.annotations.Nullable;

/** What the page keeps of a task beside its {@link orchestrate.coordinator.report.TaskSummary}. */
final class TaskLedger {
  /** Those of its attempts that a lane was at. */
  final WorkLog work = new WorkLog();

  /** Only of fan-outs: of others there is little to draw. */
  final @Nullable Histogram durations;

  /** What its first attempt has run; null if it had none. */
  @Nullable String command;

  /** Of a task that runs once: what it printed last. */
  List<String> printed = List.of();

  /** Where that stands, for people; null if it printed nothing. */
  @Nullable String log;

  /** How many of its attempts are told one by one. */
  int listed;

  TaskLedger(boolean fanOut) {
    this.durations = fanOut ? new Histogram() : null;
  }
}
