package orchestrate.ipc.queue;

/**
 * The word of a cell of a {@link Ring}: on which turn around the ring it is, what is being done to
 * it, and by whom.
 *
 * <pre>
 *   63      32 | 31         13 12     3 2     0
 *   turn 32      generation 19  slot 10  state 3
 * </pre>
 *
 * <p>19 bits of the generation are enough: a participant leaves no cell behind when its slot gets
 * the next one, so at any time all words that name a slot name the same generation. The low half
 * serves as futex word.
 */
final class CellWord {
  /** Free for the element of this turn. What fresh memory says for turn 0. */
  static final int EMPTY = 0;

  /** Its owner puts an element into it. */
  static final int WRITING = 1;

  /** Has an element. */
  static final int FULL = 2;

  /** Its owner takes the element. */
  static final int READING = 3;

  /** Has no element on this turn: its owner died putting it, and may still be writing. */
  static final int SKIPPED = 4;

  /** The queue is closed, and no element comes here or after it. */
  static final int SEALED = 5;

  private static final int STATE_MASK = 7;
  private static final int SLOT_SHIFT = 3;
  private static final int GENERATION_SHIFT = 13;

  private CellWord() {}

  /** With no owner. */
  static long of(int turn, int state) {
    return of(turn, state, 0, 0);
  }

  static long of(int turn, int state, int slot, int generation) {
    int low = (generation << GENERATION_SHIFT) | (slot << SLOT_SHIFT) | state;
    return ((long) turn << 32) | Integer.toUnsignedLong(low);
  }

  static int turn(long word) {
    return (int) (word >>> 32);
  }

  static int state(long word) {
    return (int) word & STATE_MASK;
  }

  /** Given up by its owner, whose name stays. */
  static long skipped(long word) {
    return (word & ~(long) STATE_MASK) | SKIPPED;
  }

  static boolean isOf(long word, int slot, int generation) {
    return owner(word) == owner(of(0, 0, slot, generation));
  }

  private static int owner(long word) {
    return (int) word >>> SLOT_SHIFT;
  }
}
