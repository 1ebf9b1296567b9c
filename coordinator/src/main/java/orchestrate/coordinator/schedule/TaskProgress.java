package orchestrate.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import orchestrate.coordinator.plan.PlannedTask;

/**
 * Where one task stands. A fan-out is counted, not listed: only instances that wait for a further
 * attempt are remembered one by one.
 */
public final class TaskProgress {
  /** An attempt that could be started. */
  record Candidate(long instance, int attempt) {}

  private final PlannedTask task;
  private final Deque<Candidate> again = new ArrayDeque<>();

  private TaskStatus status = new TaskStatus.Waiting();
  private int unmet;
  private int ahead;
  private long count;
  private long next;
  private long running;
  private long pausing;
  private long succeeded;
  private long failed;
  private long cancelled;

  TaskProgress(PlannedTask task) {
    this.task = task;
    this.unmet = task.needs().size() + task.spec().waitsFor().size();
  }

  public PlannedTask task() {
    return task;
  }

  public TaskStatus status() {
    return status;
  }

  public long running() {
    return running;
  }

  public long cancelled() {
    return cancelled;
  }

  /** Instances that have ended, however. */
  public long ended() {
    return succeeded + failed + cancelled;
  }

  boolean isEnded() {
    return status.isEnded();
  }

  /** One of its needs or events is there. Says whether that was the last. */
  boolean met() {
    return --unmet == 0;
  }

  boolean isWaiting() {
    return status instanceof TaskStatus.Waiting;
  }

  void activate(long instances) {
    status = new TaskStatus.Active();
    count = instances;
  }

  /** Attempts that could be started now. */
  long ready() {
    return count - next + again.size();
  }

  /** From now on so many attempts may be started beyond the slots, if it needs nothing else. */
  void setAhead(int attempts) {
    boolean plain = task.spec().acquire().isEmpty() && task.spec().meets().isEmpty();
    ahead = plain ? attempts : 0;
  }

  int ahead() {
    return ahead;
  }

  /** Whether attempts may become ready that aren't yet. */
  boolean mayBecomeReady() {
    return isWaiting() || running > 0 || pausing > 0;
  }

  Candidate take() {
    running++;
    return again.isEmpty() ? new Candidate(next++, 1) : again.poll();
  }

  void pause() {
    running--;
    pausing++;
  }

  void resume(Candidate candidate) {
    pausing--;
    again.add(candidate);
  }

  void succeed() {
    running--;
    succeeded++;
  }

  void fail() {
    running--;
    failed++;
  }

  void cancelOne() {
    running--;
    cancelled++;
  }

  /** Drops all that isn't running. */
  void cancelRest() {
    cancelled = count - succeeded - failed - running;
    next = count;
    again.clear();
    pausing = 0;
  }

  boolean allInstancesEnded() {
    return status instanceof TaskStatus.Active && ended() == count;
  }

  void end(TaskStatus ending) {
    status = ending;
  }

  /** What the task has come to, once all of its instances have ended. */
  TaskStatus result() {
    if (failed > 0) {
      return new TaskStatus.Failed();
    }
    return cancelled > 0 ? new TaskStatus.Cancelled() : new TaskStatus.Succeeded();
  }
}
