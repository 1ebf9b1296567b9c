package orchestrate.coordinator.pool;

import org.jspecify.annotations.Nullable;

/**
 * Counts workers in a row that died by themselves before they had begun with anything. After some
 * of them the next would fare no better: what they are started with, or what they are told, is at
 * fault, and to go on would be to go on for ever.
 */
final class FutileWorkers {
  private static final int MOST = 3;

  private int inARow;
  private @Nullable String verdict;

  /** A worker has begun with an attempt. */
  void oneWasOfUse() {
    inARow = 0;
  }

  /** One has died. */
  void died(String cause) {
    inARow++;
    if (inARow >= MOST) {
      verdict =
          "%d workers in a row ended before they began with a task; the last: %s"
              .formatted(inARow, cause);
    }
  }

  /** Why nothing more can be run; null as long as something can. */
  @Nullable String verdict() {
    return verdict;
  }
}
