package orchestrate.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import orchestrate.config.Printable;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to so far, added up from its events. Its size does not grow with the number
 * of items: of many failures the first are kept, and all are counted.
 */
public final class RunSummary implements Consumer<RunEvent> {
  /** Enough to see the pattern. */
  public static final int KEPT_FAILURES = 100;

  private final List<TaskSummary> tasks = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private long failureCount;
  private long allowedCount;
  private long recycled;
  private long startedAt;
  private long endedAt;
  private long lastAt;
  private long paused;
  private @Nullable String stopReason;
  private String runId = "";
  private String job = "";

  /** An instance that has failed for good. */
  public record Failure(
      PlannedTask task,
      long instance,
      @Nullable String item,
      int attempt,
      long nanos,
      ResourceUse use,
      Outcome outcome) {
    /** The instance and the item it is for, fit for a terminal. */
    public String name() {
      return nameOf(task, instance, item);
    }

    /** Whether the run may succeed all the same. */
    public boolean isAllowed() {
      return task.spec().failurePolicy().allowFailure();
    }
  }

  /** What people are told an instance is called. */
  private static String nameOf(PlannedTask task, long instance, @Nullable String item) {
    String name = task.instanceName(instance);
    return item == null ? name : name + " (" + Printable.text(item) + ")";
  }

  static String nameOf(PlannedTask task, RunEvent.AttemptEnded event) {
    return nameOf(task, event.instance(), event.item());
  }

  public RunSummary(Plan plan) {
    plan.tasks().forEach(task -> tasks.add(new TaskSummary(task)));
  }

  @Override
  public void accept(RunEvent event) {
    lastAt = endedAt;
    endedAt = event.at();
    switch (event) {
      case RunEvent.RunStarted e -> {
        startedAt = e.at();
        runId = e.runId();
        job = e.job();
      }
      case RunEvent.RunResumed e -> resumed(e);
      case RunEvent.JobChanged e -> {}
      case RunEvent.FailuresForgotten e -> {}
      case RunEvent.ItemsFound e -> {}
      case RunEvent.TurnCame e -> {}
      case RunEvent.TaskActivated e -> tasks.get(e.task()).activated(e);
      case RunEvent.AttemptStarted e -> tasks.get(e.task()).started(e);
      case RunEvent.AttemptEnded e -> attemptEnded(e);
      case RunEvent.RetryPlanned e -> {}
      case RunEvent.EventSet e -> {}
      case RunEvent.TaskEnded e -> tasks.get(e.task()).ended(e);
      case RunEvent.CancelRequested e -> {
        if (e.target().isRun()) {
          stopReason = e.reason();
        }
      }
      case RunEvent.RunEnded e -> {}
      case RunEvent.AttemptBegunAgain e -> {}
      case RunEvent.Warned e -> tasks.get(e.task()).warned(e);
      case RunEvent.ServiceReady e -> tasks.get(e.task()).ready(e);
      case RunEvent.OutOfDate e -> tasks.get(e.task()).outOfDate(e);
      case RunEvent.ArtifactsKept e -> tasks.get(e.task()).kept(e);
      case RunEvent.Paused e -> {}
      case RunEvent.Unpaused e -> {}
      case RunEvent.Restricted e -> {}
      case RunEvent.WorkerRecycled e -> recycled++;
      case RunEvent.SubtaskEnded e -> tasks.get(e.task()).subtaskEnded(e);
      case RunEvent.SubtasksDone e -> tasks.get(e.task()).subtasksDone(e);
    }
  }

  /** The time between is not the run's. */
  private void resumed(RunEvent.RunResumed event) {
    long pause = lastAt == 0 ? 0 : Math.max(0, event.at() - lastAt);
    paused += pause;
    tasks.forEach(task -> task.paused(pause));
    stopReason = null;
  }

  private void attemptEnded(RunEvent.AttemptEnded event) {
    TaskSummary task = tasks.get(event.task());
    task.attemptEnded(event);
    if (event.isFinalFailure()) {
      if (task.isAllowedToFail()) {
        allowedCount++;
      } else {
        failureCount++;
      }
      if (failures.size() < KEPT_FAILURES) {
        failures.add(
            new Failure(
                task.task(),
                event.instance(),
                event.item(),
                event.attempt(),
                event.nanos(),
                event.use(),
                event.outcome()));
      }
    }
  }

  public String runId() {
    return runId;
  }

  /** The job's name. */
  public String job() {
    return job;
  }

  public List<TaskSummary> tasks() {
    return tasks;
  }

  /** The first failures, in the order in which they happened. */
  public List<Failure> failures() {
    return failures;
  }

  /** How many workers gave way to new ones. */
  public long recycled() {
    return recycled;
  }

  /** Instances that failed for good, where that is not allowed. */
  public long failureCount() {
    return failureCount;
  }

  /** Instances that failed for good, allowed or not. */
  public long allFailures() {
    return failureCount + allowedCount;
  }

  /** Why the run was cut short; null if it was not. */
  public @Nullable String stopReason() {
    return stopReason;
  }

  public long startedAt() {
    return startedAt;
  }

  /** From its beginning to its end, whether or not it was under way in between. */
  public long spanMillis() {
    return endedAt - startedAt;
  }

  /** How long it took, without the time between its end and its resumption. */
  public long millis() {
    return endedAt - startedAt - paused;
  }

  /** Whether nothing of it will run any more. */
  public boolean isOver() {
    return tasks.stream().allMatch(task -> task.status().isEnded());
  }

  /** Whether every task has succeeded, or failed as it may. */
  public boolean succeeded() {
    return tasks.stream().allMatch(task -> task.status().isGood());
  }
}
