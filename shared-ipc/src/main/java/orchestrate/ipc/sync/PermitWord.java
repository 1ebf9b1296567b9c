package orchestrate.ipc.sync;

/**
 * The word of a semaphore: how many permits are free, and what the last operation left its slot
 * with.
 *
 * <pre>
 *   63     47 46    37 36          17 16       0
 *   held 17   slot 10  sequence 20    value 17
 * </pre>
 *
 * <p>The low half changes with every operation of a slot, so it serves as futex word. Where it
 * comes back to what it was, so does the value, and a waiter that sleeps on it is right to.
 */
final class PermitWord {
  static final int MAX_VALUE = (1 << 17) - 1;

  private static final int VALUE_BITS = 17;
  private static final int SEQUENCE_BITS = 20;
  private static final int SLOT_BITS = 10;
  private static final int SLOT_SHIFT = VALUE_BITS + SEQUENCE_BITS;
  private static final int HELD_SHIFT = SLOT_SHIFT + SLOT_BITS;
  private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
  private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

  private PermitWord() {}

  /** With no operation yet: slot 0 is nobody. */
  static long initial(int value) {
    return value;
  }

  static long of(int value, int held, int slot, long sequence) {
    return ((long) held << HELD_SHIFT)
        | ((long) slot << SLOT_SHIFT)
        | ((sequence & SEQUENCE_MASK) << VALUE_BITS)
        | value;
  }

  /**
   * After the slot of the last operation has taken {@code n}, or given {@code -n}. The sequence
   * must not be at its end.
   */
  static long afterTaking(long word, int n) {
    return word + n * ((1L << HELD_SHIFT) - 1) + (1L << VALUE_BITS);
  }

  static int value(long word) {
    return (int) (word & VALUE_MASK);
  }

  /** What the slot of the last operation held after it. */
  static int held(long word) {
    return (int) (word >>> HELD_SHIFT);
  }

  static int slot(long word) {
    return (int) (word >>> SLOT_SHIFT & SLOT_MASK);
  }

  /** The lowest bits of the number that the last operation has among those of its slot. */
  static long sequence(long word) {
    return word >>> VALUE_BITS & SEQUENCE_MASK;
  }

  /** How many operations the slot has done since the one of that number: fewer than 2^20. */
  static long operationsSince(long sequence, long word) {
    return (sequence(word) - sequence) & SEQUENCE_MASK;
  }
}
