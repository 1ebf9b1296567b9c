package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import orchestrate.config.DeclaredQueue;
import orchestrate.config.DeclaredQueue.Order;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code queues}: its capacity, or a mapping. */
final class QueueReader {
  static final List<String> ORDERS = Arrays.stream(Order.values()).map(Order::written).toList();
  static final int DEFAULT_CAPACITY = 1024;

  /** The room for all elements is reserved when the run begins: so many take some 4 GB. */
  static final int MAX_CAPACITY = 1_000_000;

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  QueueReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /** Null if it can't be read; that is then a problem already. */
  @Nullable DeclaredQueue read(Node node) {
    if (!(node instanceof Mapping mapping)) {
      Integer capacity = capacity(node);
      return capacity == null ? null : new DeclaredQueue(Order.FIFO, capacity, false);
    }
    Fields fields = Fields.of(mapping, Vocabulary.QUEUE, problems);
    Node capacityNode = fields.get("capacity");
    Node orderNode = fields.get("order");
    Integer capacity =
        capacityNode == null ? Integer.valueOf(DEFAULT_CAPACITY) : capacity(capacityNode);
    Order order = orderNode == null ? Order.FIFO : order(orderNode);
    Boolean durable = durable(fields.get("durable"));
    if (capacity == null || order == null || durable == null) {
      return null;
    }
    if (durable && order != Order.FIFO) {
      problems.add(
          Objects.requireNonNull(orderNode).position(),
          "a durable queue can't have the order " + quoted(order.written()),
          "it is on disk in the order in which texts were put; leave out `order`, or `durable`");
      return null;
    }
    return new DeclaredQueue(order, capacity, durable);
  }

  private @Nullable Boolean durable(@Nullable Node node) {
    return node == null ? Boolean.FALSE : values.flag(node, scope);
  }

  private @Nullable Integer capacity(Node node) {
    return values.wholeNumber(node, scope, "a queue's capacity", 1, MAX_CAPACITY);
  }

  private @Nullable Order order(Node node) {
    String written = values.text(node, scope);
    if (written == null) {
      return null;
    }
    for (Order order : Order.values()) {
      if (order.written().equals(written.strip())) {
        return order;
      }
    }
    String hint = DidYouMean.hint(written.strip(), ORDERS);
    problems.add(
        node.position(),
        quoted(written.strip()) + " is no order of a queue",
        hint != null ? hint : "there are: " + String.join(", ", ORDERS));
    return null;
  }
}
