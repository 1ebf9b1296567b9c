package orchestrate.coordinator.report;

import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/** One task's part of a {@link RunSummary}. */
public final class TaskSummary {
  private final PlannedTask task;
  private TaskStatus status = new TaskStatus.Waiting();
  private long count;
  private long running;
  private long succeeded;
  private long upToDate;
  private long restored;
  private @Nullable Reasons because;
  private long failed;
  private long retries;
  private long timedOut;
  private long cancelled;
  private long warnings;
  private long subtasks;
  private long subtasksFailed;
  private long subtaskRetries;
  private long artifacts;
  private long artifactBytes;
  private @Nullable String artifactTrouble;
  private long startedAt;
  private long endedAt;
  private long paused;
  private long busyNanos;
  private @Nullable Long readyNanos;
  private ResourceUse use = ResourceUse.NONE;

  TaskSummary(PlannedTask task) {
    this.task = task;
    this.count = task.isFanOut() ? 0 : 1;
  }

  void activated(RunEvent.TaskActivated event) {
    count = event.count();
    status = new TaskStatus.Active();
  }

  void started(RunEvent.AttemptStarted event) {
    running++;
    if (startedAt == 0) {
      startedAt = event.at();
      status = new TaskStatus.Active();
    }
  }

  void attemptEnded(RunEvent.AttemptEnded event) {
    if (event.attempt() > 0 && running > 0) {
      running--;
    }
    busyNanos += event.nanos();
    if (!event.use().isNone()) {
      use = use.and(event.use());
    }
    endedAt = event.at();
    switch (event.outcome()) {
      case Outcome.Succeeded s -> succeeded++;
      case Outcome.UpToDate u -> {
        succeeded++;
        upToDate++;
        restored += u.restored();
      }
      case Outcome.Cancelled c -> {
        if (!event.again()) {
          cancelled++;
        }
      }
      case Outcome.Failure f -> {
        if (event.again()) {
          retries++;
          timedOut += event.outcome() instanceof Outcome.TimedOut ? 1 : 0;
        } else {
          failed++;
        }
      }
    }
  }

  /** The run was not under way for so long. */
  void paused(long millis) {
    if (startedAt != 0 && !status.isEnded()) {
      paused += millis;
    }
  }

  void ready(RunEvent.ServiceReady event) {
    readyNanos = event.nanos();
  }

  void warned(RunEvent.Warned event) {
    warnings += event.warnings();
  }

  void outOfDate(RunEvent.OutOfDate event) {
    if (!task.isFanOut()) {
      because = event.because();
    }
  }

  void kept(RunEvent.ArtifactsKept event) {
    artifacts += event.files();
    artifactBytes += event.bytes();
    if (artifactTrouble == null) {
      artifactTrouble = event.trouble();
    }
  }

  void subtaskEnded(RunEvent.SubtaskEnded event) {
    busyNanos += event.nanos();
    use = use.and(event.use());
    switch (event.outcome()) {
      case Outcome.Succeeded s -> subtasks++;
      case Outcome.UpToDate u -> {}
      case Outcome.Cancelled c -> {}
      case Outcome.Failure f -> {
        if (event.again()) {
          subtaskRetries++;
        } else {
          subtasksFailed++;
        }
      }
    }
  }

  void subtasksDone(RunEvent.SubtasksDone event) {
    subtasks += event.count();
  }

  void ended(RunEvent.TaskEnded event) {
    status = event.status();
  }

  public PlannedTask task() {
    return task;
  }

  boolean isAllowedToFail() {
    return task.spec().failurePolicy().allowFailure();
  }

  public TaskStatus status() {
    return status;
  }

  /** What it has come to, in a word or two: that of its status, or that nothing had to be done. */
  public String word() {
    boolean nothingDone = upToDate > 0 && upToDate == count;
    return status instanceof TaskStatus.Succeeded && nothingDone ? "up to date" : status.word();
  }

  /** How many instances it has; 0 as long as that isn't known. */
  public long count() {
    return count;
  }

  public long running() {
    return running;
  }

  public long succeeded() {
    return succeeded;
  }

  /** Instances that have succeeded in an earlier run, so that they were not run in this one. */
  public long upToDate() {
    return upToDate;
  }

  /** Files of it that were put back instead. */
  public long restored() {
    return restored;
  }

  /** Why it was not up to date; null if it was, or can't be, or has several instances. */
  public @Nullable Reasons because() {
    return because;
  }

  /** Instances that failed for good. */
  public long failed() {
    return failed;
  }

  public long cancelled() {
    return cancelled;
  }

  /** How many attempts took longer than they may, and were tried again. */
  long timedOut() {
    return timedOut;
  }

  public long retries() {
    return retries;
  }

  /** How many warnings are in its logs of what it has left behind in workers. */
  public long warnings() {
    return warnings;
  }

  /** How many files were copied that it has left for people. */
  public long artifacts() {
    return artifacts;
  }

  public long artifactBytes() {
    return artifactBytes;
  }

  /** Why artifacts are lacking, of the first instance that lacks some; null if none does. */
  public @Nullable String artifactTrouble() {
    return artifactTrouble;
  }

  /** How many subtasks of its attempts went well. */
  public long subtasks() {
    return subtasks;
  }

  /** Subtasks that failed for good. */
  public long subtasksFailed() {
    return subtasksFailed;
  }

  public long subtaskRetries() {
    return subtaskRetries;
  }

  boolean hasForked() {
    return subtasks + subtasksFailed + subtaskRetries > 0;
  }

  public long done() {
    return succeeded + failed() + cancelled;
  }

  /** When its first attempt started, in milliseconds since 1970; 0 if none has. */
  public long startedAt() {
    return startedAt;
  }

  /** From the start of its first attempt to the end of its last. */
  public long millis() {
    return startedAt == 0 ? 0 : Math.max(0, endedAt - startedAt - paused);
  }

  /** How long it took to become ready, in milliseconds; null if it is no service, or never was. */
  public @Nullable Long readyMillis() {
    return readyNanos == null ? null : readyNanos / 1_000_000;
  }

  /** The time of all attempts together. */
  public long busyMillis() {
    return busyNanos / 1_000_000;
  }

  /** What all attempts together have used. */
  public ResourceUse use() {
    return use;
  }
}
