package orchestrate.ipc.queue;

import java.util.Arrays;
import java.util.Locale;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.ObjectKind;

/**
 * What a queue is made with.
 *
 * <pre>{@code
 * QueueSpec.fifo(1000).elementsOf(64).withTasks()
 * }</pre>
 *
 * @param order which element comes out next
 * @param capacity how many elements it can have
 * @param maxElementBytes how many bytes an element can have
 * @param delivery what becomes of an element whose taker dies over it
 * @param joinable whether takers say when they are done with an element, so that others can wait
 *     for that; costs a taker an atomic operation
 */
public record QueueSpec(
    Order order, int capacity, int maxElementBytes, Delivery delivery, boolean joinable) {
  /** Which element comes out next. */
  public enum Order {
    /** The one that was put in first. */
    FIFO(0),
    /** The one that was put in last. */
    LIFO(1),
    /** The one with the smallest priority; of those, the one that was put in first. */
    PRIORITY(2);

    private final int code;

    Order(int code) {
      this.code = code;
    }

    private static Order of(long code) {
      return Arrays.stream(values()).filter(order -> order.code == code).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of an element whose taker dies before {@code take} has returned. */
  public enum Delivery {
    /** Another gets it. */
    AT_LEAST_ONCE,
    /** It is lost: so that an element which kills whoever reads it doesn't kill them all. */
    AT_MOST_ONCE
  }

  /** The most elements that a queue can have. */
  public static final int MAX_CAPACITY = (1 << 26) - 1;

  /** The most bytes that an element can have. */
  public static final int MAX_ELEMENT_BYTES = (1 << 30) - 1;

  private static final int DEFAULT_ELEMENT_BYTES = 1024;
  private static final int BYTES_SHIFT = 26;
  private static final int ORDER_SHIFT = 56;
  private static final long ORDER_MASK = 3;
  private static final long AT_MOST_ONCE = 1L << 58;
  private static final long JOINABLE = 1L << 59;

  public QueueSpec {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "a queue has room for 1 to %d elements, not %d".formatted(MAX_CAPACITY, capacity));
    }
    if (maxElementBytes < 1 || maxElementBytes > MAX_ELEMENT_BYTES) {
      throw new IllegalArgumentException(
          "an element of a queue has at most 1 to %d bytes, not %d"
              .formatted(MAX_ELEMENT_BYTES, maxElementBytes));
    }
  }

  /** First in, first out; elements of up to 1024 bytes, at least once. */
  public static QueueSpec fifo(int capacity) {
    return of(Order.FIFO, capacity);
  }

  /** Last in, first out; elements of up to 1024 bytes, at least once. */
  public static QueueSpec lifo(int capacity) {
    return of(Order.LIFO, capacity);
  }

  /** By priority, see {@link Codec#withPriority}; elements of up to 1024 bytes, at least once. */
  public static QueueSpec priority(int capacity) {
    return of(Order.PRIORITY, capacity);
  }

  private static QueueSpec of(Order order, int capacity) {
    return new QueueSpec(order, capacity, DEFAULT_ELEMENT_BYTES, Delivery.AT_LEAST_ONCE, false);
  }

  /** The same, for elements of up to so many bytes. */
  public QueueSpec elementsOf(int maxBytes) {
    return new QueueSpec(order, capacity, maxBytes, delivery, joinable);
  }

  /** The same, with elements lost whose taker dies. */
  public QueueSpec atMostOnce() {
    return new QueueSpec(order, capacity, maxElementBytes, Delivery.AT_MOST_ONCE, joinable);
  }

  /** The same, with {@link SharedQueue#taskDone()} and {@link SharedQueue#join()}. */
  public QueueSpec withTasks() {
    return new QueueSpec(order, capacity, maxElementBytes, delivery, true);
  }

  public static QueueSpec of(Header header) {
    long parameters = header.parameters();
    return new QueueSpec(
        Order.of(parameters >>> ORDER_SHIFT & ORDER_MASK),
        (int) parameters & MAX_CAPACITY,
        (int) (parameters >>> BYTES_SHIFT) & MAX_ELEMENT_BYTES,
        (parameters & AT_MOST_ONCE) == 0 ? Delivery.AT_LEAST_ONCE : Delivery.AT_MOST_ONCE,
        (parameters & JOINABLE) != 0);
  }

  public Header header() {
    return new Header(
        ObjectKind.QUEUE,
        capacity
            | (long) maxElementBytes << BYTES_SHIFT
            | (long) order.code << ORDER_SHIFT
            | (delivery == Delivery.AT_MOST_ONCE ? AT_MOST_ONCE : 0)
            | (joinable ? JOINABLE : 0));
  }

  @Override
  public String toString() {
    return "%s queue of %d elements of up to %d bytes%s%s"
        .formatted(
            order,
            capacity,
            maxElementBytes,
            delivery == Delivery.AT_MOST_ONCE ? ", at most once" : "",
            joinable ? ", with tasks" : "");
  }
}
