package orchestrate.coordinator.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Secrets;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** Tells a report of a run that a test makes up. Times are milliseconds since it began. */
final class Story {
  static final long START = 1_795_000_000_000L;
  static final Outcome OK = new Outcome.Succeeded(Map.of());

  interface Teller {
    void tell(RunEvent event) throws IOException;
  }

  final Plan plan;
  private final Teller to;

  Story(Plan plan, Teller to) {
    this.plan = plan;
    this.to = to;
  }

  static Plan plan(Path folder, String yaml) throws Exception {
    return Plans.of(folder, 2, yaml);
  }

  Story begin() throws IOException {
    return tell(
        new RunEvent.RunStarted(START, "run-1", plan.job().name(), "job.yaml", 2, Map.of()));
  }

  Story tell(RunEvent event) throws IOException {
    to.tell(event);
    return this;
  }

  private PlannedTask task(String name) {
    return plan.tasks().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  Story activated(long at, String task, long count) throws IOException {
    return tell(new RunEvent.TaskActivated(START + at, task(task).number(), count));
  }

  Story started(long at, String task, long instance, int attempt) throws IOException {
    return tell(new RunEvent.AttemptStarted(START + at, task(task).number(), instance, attempt));
  }

  Story paused(long at, String task, long instance, int attempt) throws IOException {
    return tell(
        new RunEvent.RetryPlanned(
            START + at, task(task).number(), instance, attempt, Duration.ofSeconds(1)));
  }

  /** An attempt in lane 0 of worker 1 ends, and is the last of its instance. */
  Story ended(long at, String task, long instance, long millis, Outcome outcome)
      throws IOException {
    return ended(at, task, instance, 1, millis, outcome, false);
  }

  Story ended(
      long at, String task, long instance, int attempt, long millis, Outcome outcome, boolean again)
      throws IOException {
    var ran = ran(task(task), instance, attempt, "item " + instance, 1, 0, at * 1_000_000, 0);
    return ended(at, task, instance, attempt, millis * 1_000_000, outcome, again, ran);
  }

  Story ended(
      long at,
      String task,
      long instance,
      int attempt,
      long nanos,
      Outcome outcome,
      boolean again,
      @Nullable Ran ran)
      throws IOException {
    return tell(
        new RunEvent.AttemptEnded(
            START + at,
            task(task).number(),
            instance,
            attempt,
            nanos,
            ResourceUse.NONE,
            outcome,
            again,
            null,
            ran));
  }

  Story over(long at, String task, TaskStatus status) throws IOException {
    return tell(new RunEvent.TaskEnded(START + at, task(task).number(), status));
  }

  /**
   * How an attempt ran.
   *
   * @param endedNanos since the run began
   */
  Ran ran(String task, long instance, String item, int worker, int lane, long endedNanos) {
    return ran(task(task), instance, 1, item, worker, lane, endedNanos, 0);
  }

  static Ran ran(
      PlannedTask task,
      long instance,
      int attempt,
      String item,
      int worker,
      int lane,
      long endedNanos,
      int signal) {
    var work = new TaskDefinition.Command(15, List.of(), null, null, null, null);
    var definition =
        new TaskDefinition(
            task.number(),
            task.name(),
            task.isFanOut(),
            Map.of(),
            Secrets.NONE,
            Map.of(),
            List.of(),
            work);
    List<List<String>> words = List.of(List.of("sh", "-eu", "-c", "echo " + item, task.name()));
    var run =
        new Run(definition, instance, attempt, task.isFanOut() ? item : null, Map.of(), words);
    return new Ran(run, worker, lane, TimeUnit.MILLISECONDS.toNanos(START) + endedNanos, signal);
  }
}
