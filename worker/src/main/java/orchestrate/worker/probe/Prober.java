package orchestrate.worker.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a service again and again, on a thread of its own, until it is ready or its time is
 * over, and tells that once.
 */
public final class Prober implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Probe probe;
  private final Duration patience;
  private final Consumer<@Nullable String> answer;
  private final long start = System.nanoTime();
  private final Thread thread;
  private boolean closed;

  private Prober(String name, Probe probe, Duration patience, Consumer<@Nullable String> answer) {
    this.probe = probe;
    this.patience = patience;
    this.answer = answer;
    this.thread = Thread.ofPlatform().name("probe of " + name).daemon().unstarted(this::run);
  }

  /**
   * Begins to look.
   *
   * @param patience from now on
   * @param answer is given null when the service is ready; if it isn't in time, what was seen last.
   *     On the prober's thread, and not after {@link #close}
   */
  public static Prober start(
      String name, Probe probe, Duration patience, Consumer<@Nullable String> answer) {
    var prober = new Prober(name, probe, patience, answer);
    prober.thread.start();
    return prober;
  }

  private void run() {
    try (probe) {
      Duration pause = FIRST_PAUSE;
      String lacking = look();
      while (lacking != null && !isClosedAfter(shorter(pause, left())) && left().isPositive()) {
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        lacking = look();
      }
      if (!isClosedAfter(Duration.ZERO)) {
        answer.accept(lacking);
      }
    } catch (IOException e) {
      // It was only to be closed.
    }
  }

  /** Also what keeps us from looking may pass. */
  private @Nullable String look() {
    try {
      return probe.lacking(left());
    } catch (IOException | RuntimeException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  private Duration left() {
    return patience.minusNanos(System.nanoTime() - start);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private synchronized boolean isClosedAfter(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toNanos(); !closed && left > 0; left = end - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt a prober", e);
    }
    return closed;
  }

  /** Nobody asks any more. Returns when the prober has ended. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    probe.cutShort();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // It ends soon, whatever else is wished.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
