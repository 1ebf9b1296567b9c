package orchestrate.benchmarks.engine;

import orchestrate.benchmarks.run.Effort;

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
 * @param burns tasks that compute, for each core
 * @param reported tasks of the run with all reports
 * @param warmUp tasks, at most, of the run before the first that counts; 0 for no such run
 * @param restMillis how long a worker comes to rest
 * @param latestKillMillis how long after its start a run is killed at the latest
 */
record Sizes(
    int commands,
    int shortTimes,
    int noops,
    int poolTasks,
    int streamed,
    int planned,
    int files,
    int fileBytes,
    int burns,
    int reported,
    int warmUp,
    int restMillis,
    int latestKillMillis) {
  /** A worker gives back what it has freed every five seconds, at first after ten. */
  private static final int COME_TO_REST_MILLIS = 12_000;

  private static final Sizes FULL =
      new Sizes(
          2_000,
          3,
          1_000_000,
          20_000,
          1_000_000,
          1_000_000,
          2_000,
          4 << 20,
          60,
          100_000,
          20,
          COME_TO_REST_MILLIS,
          2_000);

  /** Enough to see that everything works; the figures mean nothing. */
  private static final Sizes SMOKE =
      new Sizes(20, 1, 1_000, 100, 1_000, 1_000, 20, 1 << 16, 1, 100, 0, 0, 500);

  static Sizes of(Effort effort) {
    return effort.smoke() ? SMOKE : FULL;
  }
}
