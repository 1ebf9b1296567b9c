package orchestrate.ipc.sync;

import java.util.List;

/**
 * The word of a barrier: which generation, how many have arrived, who runs the action when all
 * have, and if broken, by whom and why.
 *
 * <pre>
 *   63       48 47     44 43     34 33  32 | 31          1    0
 *   arrivals 16  reason 4  slot 10    0    | generation 31  broken 1
 * </pre>
 *
 * <p>The low half changes when those who wait have a reason to wake up, and not at an arrival.
 * Generation 0 is none.
 */
final class BarrierWord {
  static final int MAX_PARTIES = (1 << 16) - 1;

  /** Why a generation broke. */
  enum Reason {
    DIED(1, "died"),
    LEFT(2, "left the session"),
    WITHDREW(3, "withdrew"),
    TIMED_OUT(4, "waited too long"),
    INTERRUPTED(5, "was interrupted"),
    RESET(6, "reset it"),
    FAILED(7, "failed in the barrier action"),
    DIED_IN_ACTION(8, "died in the barrier action");

    final int code;
    final String text;

    Reason(int code, String text) {
      this.code = code;
      this.text = text;
    }
  }

  private static final long BROKEN = 1;
  private static final int GENERATION_SHIFT = 1;
  private static final int GENERATION_MASK = Integer.MAX_VALUE;
  private static final int SLOT_SHIFT = 34;
  private static final long SLOT_MASK = (1 << 10) - 1;
  private static final int REASON_SHIFT = 44;
  private static final int REASON_MASK = (1 << 4) - 1;
  private static final int ARRIVALS_SHIFT = 48;
  private static final List<Reason> REASONS = List.of(Reason.values());

  private BarrierWord() {}

  /** The first generation, where nobody has arrived. */
  static long first() {
    return fresh(1);
  }

  /** The next generation, where nobody has arrived. */
  static long next(long word) {
    int generation = generation(word);
    return generation == GENERATION_MASK ? first() : fresh(generation + 1);
  }

  private static long fresh(int generation) {
    return (long) generation << GENERATION_SHIFT;
  }

  static long arrived(long word) {
    return word + (1L << ARRIVALS_SHIFT);
  }

  /** The last has arrived, and runs the action. */
  static long running(long word, int slot) {
    return arrived(word) | ((long) slot << SLOT_SHIFT);
  }

  static long broken(long word, Reason reason, int slot) {
    return (word & ~(SLOT_MASK << SLOT_SHIFT))
        | BROKEN
        | ((long) slot << SLOT_SHIFT)
        | ((long) reason.code << REASON_SHIFT);
  }

  /** Whether {@code generation} is later than {@code from} and earlier than that of the word. */
  static boolean isBetween(int from, int generation, long word) {
    int passed = (generation - from) & GENERATION_MASK;
    return passed > 0 && passed < ((generation(word) - from) & GENERATION_MASK);
  }

  static int generation(long word) {
    return (int) (word >>> GENERATION_SHIFT) & GENERATION_MASK;
  }

  static int arrivals(long word) {
    return (int) (word >>> ARRIVALS_SHIFT);
  }

  static boolean isBroken(long word) {
    return (word & BROKEN) != 0;
  }

  /** Whether it was broken only to begin the next generation. */
  static boolean isBeingReset(long word) {
    return isBroken(word) && reason(word) == Reason.RESET;
  }

  static Reason reason(long word) {
    int code = (int) (word >>> REASON_SHIFT) & REASON_MASK;
    for (Reason reason : REASONS) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalStateException("no reason has code " + code);
  }

  /** Who runs the action, or if broken, who broke it. */
  static int slot(long word) {
    return (int) (word >>> SLOT_SHIFT & SLOT_MASK);
  }
}
