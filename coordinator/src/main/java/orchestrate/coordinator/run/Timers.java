package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.TreeSet;
import orchestrate.ipc.wait.Deadline;

/** Things to do later, on the run's thread. */
final class Timers {
  /** Something to do later; done at most once. */
  static final class Timer implements Comparable<Timer> {
    private final long due;
    private final long sequence;
    private final Runnable action;

    private Timer(long due, long sequence, Runnable action) {
      this.due = due;
      this.sequence = sequence;
      this.action = action;
    }

    @Override
    public int compareTo(Timer other) {
      // nanoTime may wrap: only differences compare.
      int byTime = Long.signum(due - other.due);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final TreeSet<Timer> timers = new TreeSet<>();
  private long sequence;

  Timer after(Duration delay, Runnable action) {
    var timer = new Timer(System.nanoTime() + delay.toNanos(), sequence++, action);
    timers.add(timer);
    return timer;
  }

  /** Does nothing if it was done already. */
  void cancel(Timer timer) {
    timers.remove(timer);
  }

  /** When the next one is due. */
  Deadline next() {
    return timers.isEmpty()
        ? Deadline.never()
        : Deadline.after(Duration.ofNanos(timers.first().due - System.nanoTime()));
  }

  /** Does what is due. */
  void fire() {
    while (!timers.isEmpty() && timers.first().due - System.nanoTime() <= 0) {
      requireNonNull(timers.pollFirst()).action.run();
    }
  }
}
