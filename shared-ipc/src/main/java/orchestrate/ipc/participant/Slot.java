package orchestrate.ipc.participant;

/** The state word of a slot: {generation 32, state 32}. */
final class Slot {
  /** Nobody's; the last owner left in order, or there was none. */
  static final int LEFT = 0;

  /** Nobody's; the last owner died and has been cleared up after. */
  static final int RETIRED = 1;

  static final int LIVE = 2;

  /** Its owner is giving back what it holds. */
  static final int LEAVING = 3;

  /** Its owner died, what it held was given back; a last thread of it might still be running. */
  static final int RECOVERED = 4;

  private Slot() {}

  static long word(int generation, int state) {
    return ((long) generation << 32) | state;
  }

  static int generation(long word) {
    return (int) (word >>> 32);
  }

  static int state(long word) {
    return (int) word;
  }

  static boolean isFree(long word) {
    return state(word) == LEFT || state(word) == RETIRED;
  }
}
