package orchestrate.coordinator.plan;

/**
 * How much of the machine a run takes, and how many failures it bears.
 *
 * @param slots how many commands of one cpu, or workers for Java tasks, run at a time
 * @param memory bytes that the running tasks may declare altogether
 */
public record RunLimits(int slots, long memory, Patience patience) {
  /**
   * How many instances may fail before the run is stopped.
   *
   * @param failures {@link Integer#MAX_VALUE} if it goes on whatever happens
   * @param by what says so: an option, or a key of the job file
   */
  public record Patience(int failures, String by) {
    public static final Patience ENDLESS = new Patience(Integer.MAX_VALUE, "--keep-going");
  }
}
