package orchestrate.coordinator.schedule;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.plan.RunLimits;
import orchestrate.coordinator.schedule.Decision.Start;
import orchestrate.coordinator.schedule.Decision.TaskEnded;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the scheduler share. Events in, decisions out: no clock, and no process. */
abstract class SchedulerFixture {
  static final String RUN = "20260101-120000";
  static final Outcome SUCCEEDED = new Outcome.Succeeded(Map.of());
  static final Outcome FAILED = new Outcome.Exited(1, "exit code 1");
  static final String STOPPED = "stopped by SIGINT";
  static final Event CANCEL = new Event.Cancel(Target.RUN, STOPPED);

  @TempDir Path folder;
  private final List<Decision> decisions = new ArrayList<>();

  /** A scheduler of this job, from {@code params} or {@code tasks} on, that has begun. */
  Scheduler start(int slots, String yaml) throws Exception {
    return start(Plans.of(folder, slots, yaml));
  }

  Scheduler start(RunLimits limits, String yaml) throws Exception {
    return start(Plans.of(folder, limits, yaml));
  }

  private Scheduler start(Plan plan) {
    var scheduler = new Scheduler(plan, RUN, decisions::add);
    scheduler.start();
    return scheduler;
  }

  /** What was decided since the last time. */
  List<Decision> decided() {
    var decided = List.copyOf(decisions);
    decisions.clear();
    return decided;
  }

  static Event ended(int task, long instance, int attempt, Outcome outcome) {
    return new Event.Ended(task, instance, attempt, outcome);
  }

  /** The first attempt of a task that runs once. */
  static Event ended(int task, Outcome outcome) {
    return ended(task, 0, 1, outcome);
  }

  /** The first attempt of a task that runs once. */
  static Start starts(int task) {
    return new Start(task, 0, 1);
  }

  static TaskEnded is(int task, TaskStatus status) {
    return new TaskEnded(task, status);
  }

  static TaskEnded succeeded(int task) {
    return is(task, new TaskStatus.Succeeded());
  }

  static TaskEnded failed(int task) {
    return is(task, new TaskStatus.Failed());
  }

  static TaskEnded cancelled(int task, String reason) {
    return is(task, new TaskStatus.Cancelled(reason));
  }

  static TaskEnded skipped(int task, String reason) {
    return is(task, new TaskStatus.Skipped(reason));
  }

  static TaskEnded declined(int task, String reason) {
    return is(task, new TaskStatus.Declined(reason));
  }
}
