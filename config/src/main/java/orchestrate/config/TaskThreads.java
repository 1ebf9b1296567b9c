package orchestrate.config;

/**
 * How many Java tasks a worker runs at a time, and on what kind of threads.
 *
 * @param virtual on virtual threads, which cost nothing while they wait; else on platform threads
 */
public record TaskThreads(int count, boolean virtual) {
  /** One at a time. */
  public static final TaskThreads ONE = platform(1);

  /**
   * As many as tasks that wait for others can use, and as one mistake should be able to take along.
   */
  public static final TaskThreads VIRTUAL = new TaskThreads(1000, true);

  /** So many, each on a platform thread of its own. */
  public static TaskThreads platform(int count) {
    return new TaskThreads(count, false);
  }
}
