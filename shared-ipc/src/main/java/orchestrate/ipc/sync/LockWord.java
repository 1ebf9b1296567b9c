package orchestrate.ipc.sync;

/**
 * The word of a lock: who owns it, and who died owning it and left its data in a state that nobody
 * has vouched for since.
 *
 * <pre>
 *   63          32 | 31           20 19        10 9       0
 *   generation 32    of the dead 12   the dead 10  owner 10
 * </pre>
 *
 * <p>The owner is a slot and its generation, the dead one a slot and the lowest bits of its
 * generation; slot 0 is nobody. The low half serves as futex word: if it is the same again, the
 * lock is still or again owned by that process.
 */
final class LockWord {
  private static final int SLOT_BITS = 10;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
  private static final int DEAD_GENERATION_BITS = 12;
  private static final int DEAD_GENERATION_MASK = (1 << DEAD_GENERATION_BITS) - 1;
  private static final long OWNER_MASK = 0xffff_ffff_0000_0000L | SLOT_MASK;

  private LockWord() {}

  static long owner(int slot, int generation) {
    return ((long) generation << 32) | slot;
  }

  static boolean isFree(long word) {
    return slot(word) == 0;
  }

  static boolean isOwnedBy(long word, long owner) {
    return (word & OWNER_MASK) == owner;
  }

  static boolean isAbandoned(long word) {
    return deadSlot(word) != 0;
  }

  /** A free lock, taken. */
  static long taken(long word, long owner) {
    return word | owner;
  }

  static long released(long word) {
    return word & ~OWNER_MASK;
  }

  /** Taken from its dead owner. */
  static long abandoned(long word) {
    return Integer.toUnsignedLong(
        ((generation(word) & DEAD_GENERATION_MASK) << (2 * SLOT_BITS)) | (slot(word) << SLOT_BITS));
  }

  static long consistent(long word) {
    return word & OWNER_MASK;
  }

  static int slot(long word) {
    return (int) word & SLOT_MASK;
  }

  static int generation(long word) {
    return (int) (word >>> 32);
  }

  static int deadSlot(long word) {
    return (int) word >>> SLOT_BITS & SLOT_MASK;
  }

  /** The generation of the dead, if its slot has that generation by now. */
  static int deadGeneration(long word, int latest) {
    int lowest = (int) word >>> (2 * SLOT_BITS);
    return latest - ((latest - lowest) & DEAD_GENERATION_MASK);
  }
}
