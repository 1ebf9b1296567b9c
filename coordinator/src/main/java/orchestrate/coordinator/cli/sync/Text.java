package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import orchestrate.config.Printable;
import orchestrate.coordinator.report.Format;
import orchestrate.coordinator.report.RunningTasks;
import orchestrate.ipc.report.Deadlock;

/** How things are put in words. */
final class Text {
  private Text() {}

  static void print(Deadlock deadlock, RunningTasks tasks) {
    deadlock.describe(tasks::describe).lines().map(Printable::text).forEach(System.out::println);
  }

  static String of(Duration duration) {
    return Format.duration(duration.toMillis());
  }
}
