package orchestrate.pool;

/**
 * How many items go into a chunk: at first one, then as many as take a few milliseconds, so that
 * sending them weighs little, and the last ones don't keep all waiting.
 */
final class ChunkSize {
  private static final long GOOD_NANOS = 4_000_000;
  private static final int MOST = 1 << 16;
  private static final int MOST_GROWTH = 8;

  private final boolean fixed;
  private int size;

  /**
   * @param fixed items of each chunk; 0 if that is to be found out
   */
  ChunkSize(int fixed) {
    this.fixed = fixed > 0;
    this.size = Math.max(1, fixed);
  }

  int next() {
    return size;
  }

  /** So many items took so long. */
  void took(int items, long nanos) {
    if (!fixed && items > 0) {
      double good = (double) GOOD_NANOS * items / Math.max(1, nanos);
      size = (int) Math.clamp(good, 1, Math.min(MOST, (double) items * MOST_GROWTH));
    }
  }
}
