package orchestrate.benchmarks.primitives;

import orchestrate.benchmarks.run.Effort;

/**
 * How much a round does. Each contestant of a scenario does the same work in a sample; a slow one
 * takes fewer samples, and one that is compiled while it runs warms up for longer.
 *
 * @param iterations of JMH, and batches of the others
 * @param iterationMillis of JMH
 * @param pairs of lock and unlock in a batch
 * @param warmupTrips round trips before those that count
 * @param trips round trips that count
 * @param elements through a queue in a pass
 * @param passes that count, of all but Python
 */
record Sizes(
    int iterations,
    int iterationMillis,
    int pairs,
    int warmupTrips,
    int trips,
    int elements,
    int passes) {
  private static final Sizes FULL = new Sizes(4, 200, 500_000, 30_000, 20_000, 200_000, 10);

  /** Enough to see that everything works; the figures mean nothing. */
  private static final Sizes SMOKE = new Sizes(1, 10, 1_000, 100, 100, 1_000, 1);

  static Sizes of(Effort effort) {
    return effort.smoke() ? SMOKE : FULL;
  }
}
