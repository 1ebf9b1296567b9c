package orchestrate.ipc.object;

/**
 * The word of a place in {@link Waiters}.
 *
 * <pre>
 *   63          32 | 31    14 13  12 11     2 1   0
 *   generation 32     tag 18     0    slot 10  state 2
 * </pre>
 *
 * <p>The low half serves as futex word of who has the place.
 */
final class WaiterWord {
  static final long FREE = 0;

  /** Taken, but the ticket isn't written yet; who has it hasn't looked at the object either. */
  static final int JOINING = 1;

  static final int WAITING = 2;

  /** Was told to look at the object. */
  static final int CALLED = 3;

  static final int MAX_TAG = (1 << 18) - 1;

  private static final int STATE_MASK = 3;
  private static final int SLOT_SHIFT = 2;
  private static final int SLOT_MASK = (1 << 10) - 1;
  private static final int TAG_SHIFT = 14;

  private WaiterWord() {}

  static long of(int generation, int slot, int tag, int state) {
    return ((long) generation << 32)
        | Integer.toUnsignedLong((tag << TAG_SHIFT) | (slot << SLOT_SHIFT) | state);
  }

  static int state(long word) {
    return (int) word & STATE_MASK;
  }

  static long withState(long word, int state) {
    return (word & ~(long) STATE_MASK) | state;
  }

  static boolean isOf(long word, int slot, int generation) {
    return word != FREE && slot(word) == slot && (int) (word >>> 32) == generation;
  }

  static int slot(long word) {
    return (int) word >>> SLOT_SHIFT & SLOT_MASK;
  }

  static int tag(long word) {
    return (int) word >>> TAG_SHIFT;
  }
}
