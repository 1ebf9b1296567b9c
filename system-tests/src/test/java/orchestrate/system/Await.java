package orchestrate.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do, with a limit that only a fault can reach. */
final class Await {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Await() {}

  /** Returns how long it took until the condition held. */
  static Duration until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(LIMIT) > 0) {
        throw new AssertionError("waited in vain for " + what + ", for " + waited);
      }
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static void file(Path file) {
    until(file.toString(), () -> Files.exists(file));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }
}
