package orchestrate.coordinator.journal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens a journal's queue on a thread of its own, and not before it is worth it: to open it takes
 * as long as a short run, most of it for Chronicle's classes.
 *
 * <p>Thread-safe.
 */
final class QueueOpener {
  /** A run that has lasted so long will go on for a while. */
  private static final Duration LATEST = Duration.ofMillis(500);

  /** Opens the queue. */
  interface Opening {
    JournalFile open() throws Exception;
  }

  private enum When {
    LATER,
    NOW,
    NEVER
  }

  private final Opening opening;
  private final Thread thread;

  // Guarded by this.
  private When when = When.LATER;
  private @Nullable JournalFile opened;
  private @Nullable Throwable failure;

  QueueOpener(Opening opening) {
    this.opening = opening;
    this.thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::run);
  }

  /** It opens the queue in a moment, if nobody wants it at once or not at all. */
  void start() {
    thread.start();
  }

  /** It is wanted at once; without effect if that is decided already, like {@link #never}. */
  void now() {
    decide(When.NOW);
  }

  /** It isn't wanted any more. */
  void never() {
    decide(When.NEVER);
  }

  /** Returns when it is open, or won't be; at once if it was not started. */
  void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  /** The queue; null as long as it isn't open. */
  synchronized @Nullable JournalFile opened() {
    return opened;
  }

  /** Why it could not be opened; null if nothing is wrong so far. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }

  private void run() {
    try {
      if (isToOpen()) {
        JournalFile queue = opening.open();
        synchronized (this) {
          opened = queue;
        }
      }
    } catch (Throwable e) {
      synchronized (this) {
        failure = e;
      }
    }
  }

  /** Returns when that is decided, by this time at the latest. */
  private synchronized boolean isToOpen() throws InterruptedException {
    long end = System.nanoTime() + LATEST.toNanos();
    while (when == When.LATER) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        when = When.NOW;
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    return when == When.NOW;
  }

  private synchronized void decide(When decision) {
    if (when == When.LATER) {
      when = decision;
      notifyAll();
    }
  }
}
