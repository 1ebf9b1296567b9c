package orchestrate.ipc.sync;

/**
 * What a slot holds of a semaphore: {number of an operation 46, permits held after it 18}. The
 * number never comes back in practice, so a late compare-and-set on the word fails.
 */
final class LedgerWord {
  private static final int HELD_BITS = 18;
  private static final long HELD_MASK = (1L << HELD_BITS) - 1;

  private LedgerWord() {}

  static long of(long sequence, int held) {
    return (sequence << HELD_BITS) | held;
  }

  static int held(long word) {
    return (int) (word & HELD_MASK);
  }

  static long sequence(long word) {
    return word >>> HELD_BITS;
  }
}
