package orchestrate.coordinator.run;

/**
 * How long the attempts of a task take, and so how many of them may wait in a lane: as many as keep
 * it busy while the coordinator sees to others, or sleeps. Long ones get a lane each, for it pays
 * to choose late; and so do those of which nothing is known.
 */
final class Pace {
  /** So long a lane may be at what waits in it. */
  private static final long WORK_IN_LANE_NANOS = 4_000_000;

  /**
   * So long the coordinator may let results lie: a part of that, or lanes would run out of work.
   */
  static final long GATHERING_NANOS = WORK_IN_LANE_NANOS / 2;

  /** What handing over costs at least. */
  private static final long SHORTEST_NANOS = 1_000;

  /**
   * So many wait in all lanes together at most. Each takes some 170 bytes of the coordinator's
   * memory, and it has a tenth of a second to do with so many: more would not keep more lanes busy.
   */
  static final int MOST_AHEAD = 1 << 17;

  /** The last ones count more: a JVM's first tasks are its slowest. */
  private static final int WEIGHT = 8;

  private long nanos = -1;
  private int ahead;

  /**
   * An attempt took so long.
   *
   * @return whether {@link #ahead} has changed; it does so only by half or more
   */
  boolean measured(long attemptNanos) {
    nanos = nanos < 0 ? attemptNanos : nanos + (attemptNanos - nanos) / WEIGHT;
    int now = (int) (WORK_IN_LANE_NANOS / Math.max(nanos, SHORTEST_NANOS));
    if (now == ahead || (now < 2 * ahead && now > ahead / 2)) {
      return false;
    }
    ahead = now;
    return true;
  }

  /**
   * How many attempts may wait in all lanes together, besides those that these are at.
   *
   * @param lanes how many there are
   */
  int ahead(int lanes) {
    return (int) Math.min(MOST_AHEAD, (long) ahead * lanes);
  }
}
