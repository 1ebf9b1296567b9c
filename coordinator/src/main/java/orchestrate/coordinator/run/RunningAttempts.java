package orchestrate.coordinator.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import orchestrate.config.TaskSpec;
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

  private static final class State {
    Timers.@Nullable Timer timer;
    @Nullable StopReason stopped;
    final Duration killAfter;

    State(Duration killAfter) {
      this.killAfter = killAfter;
    }

    /** How long after it was asked it is to show where it is. */
    Duration showAfter() {
      return killAfter.compareTo(SHOW_BEFORE) > 0 ? killAfter.minus(SHOW_BEFORE) : Duration.ZERO;
    }
  }

  private final WorkerPool pool;
  private final Timers timers;
  private final BiConsumer<Attempt, Outcome> neverRan;
  private final Map<Attempt, State> running = new HashMap<>();

  /**
   * @param neverRan is told of an attempt that was stopped before a worker had it
   */
  RunningAttempts(WorkerPool pool, Timers timers, BiConsumer<Attempt, Outcome> neverRan) {
    this.pool = pool;
    this.timers = timers;
    this.neverRan = neverRan;
  }

  void add(Attempt attempt, TaskSpec spec) {
    Duration timeout = spec.timeout();
    var state = new State(spec.stopping().killAfter());
    running.put(attempt, state);
    if (timeout != null) {
      state.timer = timers.after(timeout, () -> checkTimeout(attempt, state, timeout));
    }
  }

  /** The time counts from when a worker has it: until then it may have waited for one to start. */
  private void checkTimeout(Attempt attempt, State state, Duration timeout) {
    Duration left = timeout.minus(attempt.runningFor());
    if (left.isPositive()) {
      state.timer = timers.after(left, () -> checkTimeout(attempt, state, timeout));
    } else {
      stop(attempt, new StopReason.Timeout(timeout));
    }
  }

  /** Begins to stop it, if that hasn't begun yet. */
  void stop(Attempt attempt, StopReason reason) {
    State state = running.get(attempt);
    if (state == null || state.stopped != null) {
      return;
    }
    state.stopped = reason;
    cancelTimer(state);
    if (pool.stop(attempt, false)) {
      state.timer = timers.after(state.showAfter(), () -> show(attempt, state));
    } else {
      neverRan.accept(attempt, reason.outcome(Duration.ZERO));
    }
  }

  /** What runs on the worker that is called so. */
  List<Attempt> on(String worker) {
    return running.keySet().stream().filter(attempt -> worker.equals(attempt.worker())).toList();
  }

  boolean any(Predicate<Attempt> which) {
    return running.keySet().stream().anyMatch(which);
  }

  void stop(Predicate<Attempt> which, StopReason reason) {
    running.keySet().stream().filter(which).toList().forEach(attempt -> stop(attempt, reason));
  }

  void killAll() {
    List.copyOf(running.keySet()).forEach(this::kill);
  }

  private void show(Attempt attempt, State state) {
    pool.show(attempt);
    state.timer = timers.after(state.killAfter.minus(state.showAfter()), () -> kill(attempt));
  }

  private void kill(Attempt attempt) {
    State state = running.get(attempt);
    if (state != null) {
      cancelTimer(state);
      pool.stop(attempt, true);
      state.timer = timers.after(WORKER_KILL_AFTER, () -> pool.killWorkerOf(attempt));
    }
  }

  /** It has ended. Says why it was told to, if it was. */
  @Nullable StopReason remove(Attempt attempt) {
    State state = running.remove(attempt);
    if (state == null) {
      return null;
    }
    cancelTimer(state);
    return state.stopped;
  }

  private void cancelTimer(State state) {
    if (state.timer != null) {
      timers.cancel(state.timer);
      state.timer = null;
    }
  }
}
