package orchestrate.pool;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads results that nobody waits for, in virtual threads: that runs code of the user, which may
 * take its time or wait for other results.
 *
 * <p>One thread reads all that come until none is left. If one has waited for a millisecond, be it
 * that the thread is stuck or that there is much to do, others go on in its place: twice as many
 * each time, as long as results wait for so long.
 *
 * <p>Thread-safe, but for {@link #look}.
 */
final class Readers {
  /** For so long a result may wait for those before it. */
  static final Duration PATIENCE = Duration.ofMillis(1);

  /** More at a time would cost much if they are not stuck, but there is much to do. */
  private static final int MOST_AT_ONCE = 64;

  private record Unread(PoolFuture<?> future, long since) {}

  /** Those who read, until others take their places. */
  private static final class Shift {
    final int size;
    final long began;
    final AtomicInteger working;

    Shift(int size, int working, long began) {
      this.size = size;
      this.began = began;
      this.working = new AtomicInteger(working);
    }
  }

  private final Queue<Unread> unread = new ConcurrentLinkedQueue<>();
  private volatile Shift shift = new Shift(1, 0, System.nanoTime());

  /** It has a result that nobody has read. */
  void add(PoolFuture<?> future) {
    unread.add(new Unread(future, System.nanoTime()));
    startIfNoneWorks();
  }

  /** Whether {@link #look} is to be called when the first one's patience is at its end. */
  boolean areBehind() {
    return !unread.isEmpty();
  }

  /** Has others go on if that is needed. For one thread. */
  void look() {
    Unread first = unread.peek();
    Shift present = shift;
    long now = System.nanoTime();
    if (first == null) {
      if (present.size > 1 && present.working.get() == 0) {
        shift = new Shift(1, 0, now);
      }
    } else if (now - first.since() > PATIENCE.toNanos()
        && now - present.began > PATIENCE.toNanos()) {
      int size = Math.min(2 * present.size, MOST_AT_ONCE);
      Shift next = new Shift(size, size, now);
      shift = next;
      for (int i = 0; i < size; i++) {
        start(next);
      }
    }
  }

  /** After what is to be read was added; whoever ends looks once more, too. */
  private void startIfNoneWorks() {
    Shift present = shift;
    if (present.working.compareAndSet(0, 1)) {
      start(present);
    }
  }

  private void start(Shift mine) {
    Thread.startVirtualThread(() -> work(mine));
  }

  private void work(Shift mine) {
    try {
      while (mine == shift) {
        Unread next = unread.poll();
        if (next == null) {
          return;
        }
        next.future().publish();
      }
    } finally {
      mine.working.decrementAndGet();
      if (!unread.isEmpty()) {
        startIfNoneWorks();
      }
    }
  }
}
