package orchestrate.benchmarks.engine;

/**
 * How much a round does.
 *
 * @param commands of a fan-out
 * @param shortTimes how often what takes no second is done
 * @param noops items of the fan-out of Java tasks
 * @param poolTasks given to a pool of workers by themselves; so many to warm up, too
 * @param streamed given to our pool in a stream; so many to warm up, too: fewer are compiled code
 *     only in part. The peer, a hundred times as slow, gets {@code poolTasks}
 * @param planned tasks of the largest file that is planned
 * @param files to hash
 * @param fileBytes of each
 */
record Sizes(
    int commands,
    int shortTimes,
    int noops,
    int poolTasks,
    int streamed,
    int planned,
    int files,
    int fileBytes) {
  static final Sizes FULL =
      new Sizes(2_000, 5, 1_000_000, 50_000, 1_000_000, 1_000_000, 2_000, 4 << 20);

  /** Enough to see that everything works; the figures mean nothing. */
  static final Sizes SMOKE = new Sizes(20, 1, 1_000, 100, 1_000, 1_000, 20, 1 << 16);
}
