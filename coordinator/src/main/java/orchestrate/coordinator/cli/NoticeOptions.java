package orchestrate.coordinator.cli;

import orchestrate.coordinator.report.Notification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Who is told that a run is over. */
final class NoticeOptions {
  @CommandLine.Option(
      names = "--notify",
      paramLabel = "COMMAND",
      description =
          "Runs this by sh when the run is over, with ORCHESTRATE_RUN, _JOB, _OUTCOME (succeeded,"
              + " failed, stopped, broken), _EXIT_CODE, _SECONDS, _TASKS, _FAILED (items) and"
              + " _RESULT (a file) in its environment.")
  private @Nullable String notify;

  /** These, or those if nothing is said here. */
  NoticeOptions over(NoticeOptions others) {
    return notify != null ? this : others;
  }

  @Nullable Notification notification() {
    return notify == null ? null : new Notification(notify);
  }
}
