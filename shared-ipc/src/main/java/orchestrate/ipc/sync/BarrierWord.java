package orchestrate.ipc.sync;

import java.util.List;

/**
 * The word of a barrier: which generation, how many have arrived, and if broken, by whom and why.
 *
 * <pre>
 *   63       48 47     45 44     35 34  32 | 31          1    0
 *   arrivals 16  reason 3  slot 10    0    | generation 31  broken 1
 * </pre>
 *
 * <p>The low half changes when those who wait have a reason to wake up, and not at an arrival.
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
    RESET(6, "reset it");

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
  private static final int SLOT_SHIFT = 35;
  private static final int SLOT_MASK = (1 << 10) - 1;
  private static final int REASON_SHIFT = 45;
  private static final int REASON_MASK = 7;
  private static final int ARRIVALS_SHIFT = 48;
  private static final List<Reason> REASONS = List.of(Reason.values());

  private BarrierWord() {}

  /** A generation where nobody has arrived. */
  static long fresh(int generation) {
    return (generation & (long) GENERATION_MASK) << GENERATION_SHIFT;
  }

  static long next(long word) {
    return fresh(generation(word) + 1);
  }

  static long arrived(long word) {
    return word + (1L << ARRIVALS_SHIFT);
  }

  static long broken(long word, Reason reason, int slot) {
    return word | BROKEN | ((long) slot << SLOT_SHIFT) | ((long) reason.code << REASON_SHIFT);
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

  static Reason reason(long word) {
    int code = (int) (word >>> REASON_SHIFT) & REASON_MASK;
    for (Reason reason : REASONS) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalStateException("no reason has code " + code);
  }

  static int slot(long word) {
    return (int) (word >>> SLOT_SHIFT) & SLOT_MASK;
  }
}
