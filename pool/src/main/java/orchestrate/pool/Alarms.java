package orchestrate.pool;

import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is to be looked at later. Not thread-safe. */
final class Alarms {
  /** Times are compared by their difference: the clock may begin anywhere. */
  private record Alarm(long at, Runnable action) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.signum(at - other.at);
    }
  }

  private final PriorityQueue<Alarm> queue = new PriorityQueue<>();

  void after(Duration delay, Runnable action) {
    long nanos =
        delay.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 4 : delay.toNanos();
    queue.add(new Alarm(System.nanoTime() + nanos, action));
  }

  /** Does what is due. */
  void ring() {
    for (Alarm next = due(); next != null; next = due()) {
      queue.remove();
      next.action().run();
    }
  }

  private @Nullable Alarm due() {
    Alarm next = queue.peek();
    return next != null && next.at() - System.nanoTime() <= 0 ? next : null;
  }

  /** How long nothing is due; null if there is nothing. */
  @Nullable Duration left() {
    Alarm next = queue.peek();
    return next == null ? null : Duration.ofNanos(Math.max(0, next.at() - System.nanoTime()));
  }
}
