package orchestrate.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import orchestrate.config.expression.Question;
import orchestrate.coordinator.plan.PlannedTask;
import org.jspecify.annotations.Nullable;

/**
 * Where one task stands. A fan-out is counted, not listed: only instances that wait for a further
 * attempt are remembered one by one.
 */
public final class TaskProgress {
  /** An attempt that could be started. */
  record Candidate(long instance, int attempt) {}

  private final PlannedTask task;
  private final Demand demand;
  private final Deque<Candidate> again = new ArrayDeque<>();
  private final Set<Long> pausing = new HashSet<>();
  private final Set<Long> cancelledAhead = new HashSet<>();

  private TaskStatus status = new TaskStatus.Waiting();
  private int unmet;
  private int ahead;
  private long count;
  private long next;
  private long running;
  private long succeeded;
  private long failed;
  private long cancelled;
  private @Nullable String cancelReason;
  private boolean cutShort;
  private boolean afterFailure;
  private boolean afterCancel;
  private boolean gaveUp;
  private boolean ready;

  TaskProgress(PlannedTask task) {
    this.task = task;
    this.demand = Demand.of(task);
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

  /** Whether it can begin as soon as it may. */
  boolean needsNothing() {
    return task.needs().isEmpty() && task.spec().waitsFor().isEmpty();
  }

  boolean isEnded() {
    return status.isEnded();
  }

  /** One of its needs or events is there. Says whether that was the last. */
  boolean met() {
    return --unmet == 0;
  }

  /** One that it needs, or waits for, has come to this. */
  void learn(TaskProgress before) {
    switch (before.status) {
      case TaskStatus.Failed f -> afterFailure = true;
      case TaskStatus.Cancelled c -> afterCancel = true;
      case TaskStatus.Skipped s -> learn(before.afterFailure, before.afterCancel);
      case TaskStatus.Waiting w -> {}
      case TaskStatus.Active a -> {}
      case TaskStatus.Succeeded s -> {}
      case TaskStatus.AllowedFailure a -> {}
      case TaskStatus.Declined d -> {}
    }
  }

  void learn(boolean someFailed, boolean someCancelled) {
    afterFailure |= someFailed;
    afterCancel |= someCancelled;
  }

  /** How things went before it, as its condition may ask. */
  public boolean answer(Question question) {
    return switch (question) {
      case SUCCESS -> !afterFailure && !afterCancel;
      case FAILURE -> afterFailure;
      case CANCELLED -> afterCancel;
      case ALWAYS -> true;
    };
  }

  /** Whether something that it needs, or waits for, is not there yet, or not any more. */
  public boolean lacksSomething() {
    return unmet > 0;
  }

  /** One of its needs was met, and is no more. */
  void lack() {
    unmet++;
  }

  boolean isWaiting() {
    return status instanceof TaskStatus.Waiting;
  }

  boolean isActive() {
    return status instanceof TaskStatus.Active;
  }

  void activate(long instances) {
    status = new TaskStatus.Active();
    count = instances;
  }

  /** It is a service, and others may use it from now on. */
  void becomeReady() {
    ready = true;
  }

  /** It was lost, and is to be started again. */
  void becomeUnready() {
    ready = false;
  }

  /** Whether it is a service that has become ready, whatever has become of it since. */
  public boolean hasBeenReady() {
    return ready;
  }

  /** Whether it is a service that can be used. */
  boolean isServing() {
    return ready && !isEnded();
  }

  /** Whether anything of it was started. */
  boolean hasBegun() {
    return next > 0;
  }

  /** What each of its attempts takes. */
  Demand demand() {
    return demand;
  }

  /** Attempts that could be started now. */
  long ready() {
    return unmet > 0 ? 0 : count - next - cancelledAhead.size() + again.size();
  }

  /** Whether there is one, and no limit of its own keeps it. */
  boolean mayStart() {
    return running < task.spec().limits().maxParallel() && ready() > 0;
  }

  /**
   * From now on so many attempts may be started beyond the slots, if it needs nothing else. Not for
   * one that is started together with others.
   */
  void setAhead(int attempts) {
    boolean plain = task.spec().acquire().isEmpty();
    boolean light = demand.commands() + demand.java() == 1 && demand.memory() == 0;
    ahead = plain && light ? attempts : 0;
  }

  int ahead() {
    return ahead;
  }

  /** Whether attempts may become ready that aren't yet. */
  boolean mayBecomeReady() {
    return isWaiting() || running > 0 || !pausing.isEmpty() || (isActive() && unmet > 0);
  }

  Candidate take() {
    running++;
    Candidate waiting = again.poll();
    if (waiting != null) {
      return waiting;
    }
    while (!cancelledAhead.isEmpty() && cancelledAhead.remove(next)) {
      next++;
    }
    return new Candidate(next++, 1);
  }

  /**
   * Takes this instance, out of turn. Those that are passed over can be taken later.
   *
   * @return false if it does not wait to be started
   */
  boolean takeAgain(long instance) {
    if (!isActive() || !isWaiting(instance)) {
      return false;
    }
    if (instance >= next) {
      for (; next < instance; next++) {
        if (!cancelledAhead.remove(next)) {
          again.add(new Candidate(next, 1));
        }
      }
      next++;
    } else if (!pausing.remove(instance)) {
      again.removeIf(one -> one.instance() == instance);
    }
    running++;
    return true;
  }

  /** An attempt that was taken did not come to its end: it waits to be started as before. */
  void putBack(Candidate candidate) {
    running--;
    if (cutShort) {
      cancelled++;
    } else {
      again.addFirst(candidate);
    }
  }

  void pause(long instance) {
    running--;
    pausing.add(instance);
  }

  /** Says whether it still wants to be tried again. */
  boolean resume(Candidate candidate) {
    boolean wanted = pausing.remove(candidate.instance());
    if (wanted) {
      again.add(candidate);
    }
    return wanted;
  }

  void succeed() {
    running--;
    succeeded++;
  }

  void fail() {
    running--;
    failed++;
  }

  /** One that ran has been stopped. */
  void cancelOne(String reason) {
    running--;
    cancelled++;
    cancelReason = reason;
  }

  /** Whether the instance is still to be started, for the first time or again. */
  public boolean isWaiting(long instance) {
    return instance >= next
        ? instance < count && !cancelledAhead.contains(instance)
        : pausing.contains(instance) || again.stream().anyMatch(one -> one.instance() == instance);
  }

  /** Drops an instance that doesn't run now; false if it isn't waiting for anything. */
  boolean cancelWaiting(long instance, String reason) {
    if (!isWaiting(instance)) {
      return false;
    }
    if (instance >= next) {
      cancelledAhead.add(instance);
    } else if (!pausing.remove(instance)) {
      again.removeIf(one -> one.instance() == instance);
    }
    cancelled++;
    cancelReason = reason;
    return true;
  }

  /** Drops all that isn't running. */
  void cancelRest(String reason) {
    cancelled = count - succeeded - failed - running;
    next = count;
    again.clear();
    pausing.clear();
    cancelledAhead.clear();
    cutShort = true;
    cancelReason = reason;
  }

  /** As {@link #cancelRest}, because one of its own has failed. */
  void giveUpRest(String reason) {
    gaveUp = true;
    cancelRest(reason);
  }

  /** Whether nothing more of it is to be started. */
  boolean isCutShort() {
    return cutShort;
  }

  boolean allInstancesEnded() {
    return status instanceof TaskStatus.Active && ended() == count;
  }

  void end(TaskStatus ending) {
    status = ending;
  }

  /** What the task has come to, once all of its instances have ended. */
  TaskStatus result() {
    if (failed > 0 && !task.spec().failurePolicy().allowFailure()) {
      return new TaskStatus.Failed();
    }
    if (cancelled > 0 && cancelReason != null && !gaveUp) {
      return new TaskStatus.Cancelled(cancelReason);
    }
    return failed > 0 ? new TaskStatus.AllowedFailure() : new TaskStatus.Succeeded();
  }
}
