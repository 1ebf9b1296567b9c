package orchestrate.benchmarks.engine;

/**
 * How much a round does.
 *
 * @param commands of a fan-out
 * @param shortTimes how often what takes no second is done
 * @param noops items of the fan-out of Java tasks
 * @param files to hash
 * @param fileBytes of each
 */
record Sizes(int commands, int shortTimes, int noops, int files, int fileBytes) {
  static final Sizes FULL = new Sizes(2_000, 5, 1_000_000, 2_000, 4 << 20);

  /** Enough to see that everything works; the figures mean nothing. */
  static final Sizes SMOKE = new Sizes(20, 1, 1_000, 20, 1 << 16);
}
