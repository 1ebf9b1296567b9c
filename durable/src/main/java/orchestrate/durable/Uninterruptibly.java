package orchestrate.durable;

import org.jspecify.annotations.Nullable;

/** For operations that may not end by an interrupt: it is kept for later. */
final class Uninterruptibly {
  private Uninterruptibly() {}

  /** Something that has done nothing when it throws {@link InterruptedException}. */
  @FunctionalInterface
  interface Interruptible<T extends @Nullable Object> {
    T get() throws InterruptedException;
  }

  static <T extends @Nullable Object> T get(Interruptible<T> operation) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return operation.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
