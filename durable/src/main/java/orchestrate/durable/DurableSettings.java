package orchestrate.durable;

import java.util.Optional;

/**
 * How a process uses a durable queue. Start from {@link #defaults()}.
 *
 * <pre>{@code
 * DurableSettings billing = DurableSettings.defaults().forConsumer("billing").withCapacity(100_000);
 * }</pre>
 *
 * @param consumer whose place {@code take} and the like move: letters, digits, {@code -} and {@code
 *     _}, at most 64. Those of one name share the work, those of different names see every element
 *     each. None for a process that only adds
 * @param capacity how many elements may wait for the slowest consumer before this process's {@code
 *     put} waits
 * @param delivery what becomes of an element whose taker is killed
 * @param durability what an element survives
 * @param elementsPerFile a power of two from 16 to 2^20. Counts when the queue is made, later it is
 *     what it was made with. Disk space comes back a file at a time
 * @param largestElement in bytes, up to 256 MiB; counts when the queue is made
 * @param joinable whether takers say when they are done with an element, so that others can wait
 *     for that, and get what a dead one was not done with. All who use the queue say the same
 */
public record DurableSettings(
    Optional<String> consumer,
    long capacity,
    Delivery delivery,
    Durability durability,
    int elementsPerFile,
    int largestElement,
    boolean joinable) {
  public static final String DEFAULT_CONSUMER = "default";

  private static final int MOST_PER_FILE = 1 << 20;
  private static final int LEAST_PER_FILE = 16;
  private static final int LARGEST_ELEMENT = 1 << 28;
  private static final DurableSettings DEFAULTS =
      new DurableSettings(
          Optional.of(DEFAULT_CONSUMER),
          Long.MAX_VALUE,
          Delivery.AT_LEAST_ONCE,
          Durability.PROCESS_DEATH,
          1 << 18,
          1 << 20,
          false);

  public DurableSettings {
    consumer.ifPresent(DurableSettings::checkName);
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity must be at least 1, not " + capacity);
    }
    if (Integer.bitCount(elementsPerFile) != 1
        || elementsPerFile < LEAST_PER_FILE
        || elementsPerFile > MOST_PER_FILE) {
      throw new IllegalArgumentException(
          "elements per file must be a power of two from %d to %d, not %d"
              .formatted(LEAST_PER_FILE, MOST_PER_FILE, elementsPerFile));
    }
    if (largestElement < 1 || largestElement > LARGEST_ELEMENT) {
      throw new IllegalArgumentException(
          "the largest element must have 1 to %d bytes, not %d"
              .formatted(LARGEST_ELEMENT, largestElement));
    }
    if (joinable && delivery == Delivery.AT_MOST_ONCE) {
      throw new IllegalArgumentException(
          "with tasks an element is handed out again if its taker dies before it is done: that is"
              + " not AT_MOST_ONCE");
    }
  }

  /**
   * The consumer {@value #DEFAULT_CONSUMER}, no bound, at least once, survives the processes,
   * 262,144 elements to a file, of up to 1 MiB, without tasks.
   */
  public static DurableSettings defaults() {
    return DEFAULTS;
  }

  public DurableSettings forConsumer(String name) {
    return new DurableSettings(
        Optional.of(name),
        capacity,
        delivery,
        durability,
        elementsPerFile,
        largestElement,
        joinable);
  }

  /** For a process that only adds: it doesn't count as somebody who has yet to see the elements. */
  public DurableSettings withoutConsumer() {
    return new DurableSettings(
        Optional.empty(),
        capacity,
        delivery,
        durability,
        elementsPerFile,
        largestElement,
        joinable);
  }

  public DurableSettings withCapacity(long most) {
    return new DurableSettings(
        consumer, most, delivery, durability, elementsPerFile, largestElement, joinable);
  }

  public DurableSettings withDelivery(Delivery wanted) {
    return new DurableSettings(
        consumer, capacity, wanted, durability, elementsPerFile, largestElement, joinable);
  }

  public DurableSettings withDurability(Durability wanted) {
    return new DurableSettings(
        consumer, capacity, delivery, wanted, elementsPerFile, largestElement, joinable);
  }

  public DurableSettings withElementsPerFile(int count) {
    return new DurableSettings(
        consumer, capacity, delivery, durability, count, largestElement, joinable);
  }

  public DurableSettings withLargestElement(int bytes) {
    return new DurableSettings(
        consumer, capacity, delivery, durability, elementsPerFile, bytes, joinable);
  }

  /** With {@link DurableQueue#taskDone()} and {@link DurableQueue#join()}. */
  public DurableSettings withTasks() {
    return new DurableSettings(
        consumer, capacity, delivery, durability, elementsPerFile, largestElement, true);
  }

  static void checkName(String consumer) {
    if (!consumer.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "'%s' is no name for a consumer: 1 to 64 letters, digits, '-' and '_'"
              .formatted(consumer));
    }
  }
}
