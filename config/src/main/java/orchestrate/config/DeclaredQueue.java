package orchestrate.config;

import java.util.Locale;

/**
 * One entry under {@code queues}.
 *
 * @param order which element comes out next
 * @param capacity how many elements it has room for
 * @param durable whether it is on disk, and there again in the next run with what is in it
 */
public record DeclaredQueue(Order order, int capacity, boolean durable) {
  /** Which element comes out next. */
  public enum Order {
    /** The one that was put in first. */
    FIFO,
    /** The one that was put in last. */
    LIFO,
    /** The one with the smallest priority; of those, the one that was put in first. */
    PRIORITY;

    /** As it stands in a job file. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
