package orchestrate.coordinator.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.WorkerPool;
import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that workers are at, and the ladder by which one is stopped: asked (TERM or
 * interrupt), then shown where it is if it is a Java task, then killed, then killed with its
 * worker.
 */
final class RunningAttempts {
  /**
   * How long before it is killed a Java task's stack goes to its log; its worker may be slow to see
   * it.
   */
  private static final Duration SHOW_BEFORE = Duration.ofSeconds(1);

  /** How long a worker may take to kill an attempt, before it is killed itself. */
  private static final Duration WORKER_KILL_AFTER = Duration.ofSeconds(2);

  /** An attempt that was told to stop. */
  private static final class Stopping {
    final StopReason reason;
    Timers.@Nullable Timer timer;

    Stopping(StopReason reason) {
      this.reason = reason;
    }
  }

  private final WorkerPool pool;
  private final Timers timers;
  private final BiConsumer<Attempt, Outcome> neverRan;
  private final Map<Attempt, Stopping> stopping = new HashMap<>();

  /** When attempts are next looked at, whether their time is over; null if none has a limit. */
  private Timers.@Nullable Timer check;

  private long checkNanos;

  /**
   * @param neverRan is told of an attempt that was stopped before a worker had it
   */
  RunningAttempts(WorkerPool pool, Timers timers, BiConsumer<Attempt, Outcome> neverRan) {
    this.pool = pool;
    this.timers = timers;
    this.neverRan = neverRan;
  }

  /** The attempt is given to the pool. */
  void add(Attempt attempt) {
    if (attempt.timeout() != null) {
      checkWithin(attempt.timeout());
    }
  }

  /** There is one timer for all: most attempts are over long before their time is. */
  private void checkWithin(Duration delay) {
    long due = System.nanoTime() + delay.toNanos();
    if (check != null && checkNanos - due <= 0) {
      return;
    }
    if (check != null) {
      timers.cancel(check);
    }
    check = timers.after(delay, this::checkTimeouts);
    checkNanos = due;
  }

  /** The time counts from when its lane began with it: until then it may have waited for long. */
  private void checkTimeouts() {
    check = null;
    for (Attempt attempt : pool.attempts()) {
      Duration timeout = attempt.timeout();
      if (timeout != null && !stopping.containsKey(attempt)) {
        Duration left = timeout.minus(attempt.runningFor());
        if (left.isPositive()) {
          checkWithin(left);
        } else {
          stop(attempt, new StopReason.Timeout(timeout));
        }
      }
    }
  }

  /** Begins to stop it, if that hasn't begun yet. */
  void stop(Attempt attempt, StopReason reason) {
    if (stopping.containsKey(attempt)) {
      return;
    }
    if (pool.stop(attempt, false)) {
      var state = new Stopping(reason);
      stopping.put(attempt, state);
      state.timer = timers.after(showAfter(attempt), () -> show(attempt, state));
    } else {
      neverRan.accept(attempt, reason.outcome(Duration.ZERO));
    }
  }

  /** Whether it was told to stop. */
  boolean isStopping(Attempt attempt) {
    return stopping.containsKey(attempt);
  }

  boolean any(Predicate<Attempt> which) {
    return pool.attempts().stream().anyMatch(which);
  }

  void stop(Predicate<Attempt> which, StopReason reason) {
    pool.attempts().stream().filter(which).forEach(attempt -> stop(attempt, reason));
  }

  /**
   * Kills all at once.
   *
   * @param reason of those that weren't asked to stop before
   */
  void killAll(StopReason reason) {
    pool.attempts().forEach(attempt -> kill(attempt, reason));
  }

  /** How long after it was asked it is to show where it is. */
  private static Duration showAfter(Attempt attempt) {
    Duration killAfter = attempt.killAfter();
    return killAfter.compareTo(SHOW_BEFORE) > 0 ? killAfter.minus(SHOW_BEFORE) : Duration.ZERO;
  }

  private void show(Attempt attempt, Stopping state) {
    pool.show(attempt);
    state.timer =
        timers.after(
            attempt.killAfter().minus(showAfter(attempt)), () -> kill(attempt, state.reason));
  }

  private void kill(Attempt attempt, StopReason reason) {
    Stopping state = stopping.computeIfAbsent(attempt, a -> new Stopping(reason));
    cancelTimer(state);
    if (pool.stop(attempt, true)) {
      state.timer = timers.after(WORKER_KILL_AFTER, () -> pool.killWorkerOf(attempt));
    }
  }

  /** It has ended. Says why it was told to, if it was. */
  @Nullable StopReason remove(Attempt attempt) {
    Stopping state = stopping.isEmpty() ? null : stopping.remove(attempt);
    if (state == null) {
      return null;
    }
    cancelTimer(state);
    return state.reason;
  }

  private void cancelTimer(Stopping state) {
    if (state.timer != null) {
      timers.cancel(state.timer);
      state.timer = null;
    }
  }
}
