package orchestrate.ipc.channel;

/**
 * Whose an end of a channel is, in 64 bits: {@code generation 32 | state 16 | slot 16}. It only
 * goes from FREE to OPEN, and from there to CLOSED or DIED, where it stays.
 */
final class EndWord {
  static final long FREE = 0;
  static final int OPEN = 1;
  static final int CLOSED = 2;
  static final int DIED = 3;

  private EndWord() {}

  static long of(int slot, int generation, int state) {
    return (long) generation << 32 | (long) state << 16 | slot;
  }

  static int slot(long word) {
    return (int) word & 0xffff;
  }

  static int generation(long word) {
    return (int) (word >>> 32);
  }

  static int state(long word) {
    return (int) (word >>> 16) & 0xffff;
  }

  /** Whether somebody had it who hasn't any more. */
  static boolean isOver(long word) {
    return state(word) > OPEN;
  }
}
