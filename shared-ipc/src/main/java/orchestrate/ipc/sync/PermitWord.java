package orchestrate.ipc.sync;

/**
 * The word of a semaphore: its value, and the operation that led to it.
 *
 * <pre>
 *   63      46 45     36 35  32 | 31      18 17       0
 *   delta 18   slot 10   sequence 18 (4 + 14)  value 18
 * </pre>
 *
 * <p>The low half changes with every operation of a slot, so it serves as futex word. Where it
 * comes back to what it was, so does the value, and a waiter that sleeps on it is right to.
 */
final class PermitWord {
  static final int MAX_VALUE = (1 << 17) - 1;

  private static final int VALUE_BITS = 18;
  private static final int SEQUENCE_BITS = 18;
  private static final int SLOT_BITS = 10;
  private static final int SEQUENCE_SHIFT = VALUE_BITS;
  private static final int SLOT_SHIFT = SEQUENCE_SHIFT + SEQUENCE_BITS;
  private static final int DELTA_SHIFT = SLOT_SHIFT + SLOT_BITS;
  private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
  private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

  private PermitWord() {}

  /** With no operation yet: slot 0 is nobody. */
  static long initial(int value) {
    return value;
  }

  static long of(int value, int delta, int slot, long sequence) {
    return ((long) delta << DELTA_SHIFT)
        | ((long) slot << SLOT_SHIFT)
        | ((sequence & SEQUENCE_MASK) << SEQUENCE_SHIFT)
        | value;
  }

  static int value(long word) {
    return (int) (word & VALUE_MASK);
  }

  /** By how much the last operation changed the value. */
  static int delta(long word) {
    return (int) (word >> DELTA_SHIFT);
  }

  static int slot(long word) {
    return (int) (word >>> SLOT_SHIFT & SLOT_MASK);
  }

  /** Whether the last operation is number {@code sequence} of its slot. */
  static boolean isNumber(long word, long sequence) {
    return (word >>> SEQUENCE_SHIFT & SEQUENCE_MASK) == (sequence & SEQUENCE_MASK);
  }
}
