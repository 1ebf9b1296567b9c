package orchestrate.config;

/**
 * How much of the machine an instance of a task takes, and when it is its turn.
 *
 * @param cpus slots that it takes, of as many as there are tasks at a time; none if it is a service
 * @param memory bytes that it may need; 0 if it doesn't say
 * @param priority higher ones are started first
 * @param maxParallel instances of the task at a time
 */
public record Limits(int cpus, long memory, int priority, int maxParallel) {
  public static final Limits NONE = new Limits(1, 0, 0, Integer.MAX_VALUE);

  /** What a service took, those that need it might wait for. */
  public static final Limits OF_SERVICE = new Limits(0, 0, 0, Integer.MAX_VALUE);
}
