package orchestrate.ipc.twin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static orchestrate.ipc.twin.Pair.doing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.PriorityBlockingQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;

class QueueTwinTest extends TwinProperties {
  enum Op {
    OFFER,
    OFFER_IN_TIME,
    ADD,
    PUT_IF_ROOM,
    POLL,
    POLL_IN_TIME,
    TAKE_IF_ANY,
    REMOVE,
    PEEK,
    ELEMENT,
    SIZE,
    ROOM,
    CONTAINS,
    REMOVE_ONE,
    DRAIN,
    CLEAR,
    OFFER_NULL
  }

  record Step(Op op, String element, int n, int who) {}

  QueueTwinTest() throws IOException {}

  @Property(tries = 50)
  void firstInFirstOut(
      @ForAll @IntRange(min = 1, max = 5) int capacity,
      @ForAll @Size(max = 40) List<@From("steps") Step> steps)
      throws IOException {
    run(QueueSpec.fifo(capacity), Codec.strings(), new ArrayBlockingQueue<>(capacity), steps);
  }

  @Property(tries = 50)
  void lastInFirstOut(
      @ForAll @IntRange(min = 1, max = 5) int capacity,
      @ForAll @Size(max = 40) List<@From("steps") Step> steps)
      throws IOException {
    run(QueueSpec.lifo(capacity), Codec.strings(), new Stack(capacity), steps);
  }

  /** Elements of the same priority are the same, so their order can't be told. */
  @Property(tries = 50)
  void leastFirst(
      @ForAll @IntRange(min = 1, max = 5) int capacity,
      @ForAll @Size(max = 40) List<@From("steps") Step> steps)
      throws IOException {
    run(
        QueueSpec.priority(capacity),
        Codec.strings().withPriority(String::length),
        new Bounded(capacity),
        steps);
  }

  /** A deque used at one end only. */
  private static final class Stack extends LinkedBlockingDeque<String> {
    private static final long serialVersionUID = 1;

    Stack(int capacity) {
      super(capacity);
    }

    @Override
    public boolean offer(String element) {
      return offerFirst(element);
    }

    @Override
    public boolean offer(String element, long timeout, java.util.concurrent.TimeUnit unit)
        throws InterruptedException {
      return offerFirst(element, timeout, unit);
    }

    @Override
    public boolean add(String element) {
      addFirst(element);
      return true;
    }

    @Override
    public void put(String element) throws InterruptedException {
      putFirst(element);
    }
  }

  /** A priority queue that can be full. */
  private static final class Bounded extends PriorityBlockingQueue<String> {
    private static final long serialVersionUID = 1;
    private final int capacity;

    Bounded(int capacity) {
      super(capacity, Comparator.comparingInt(String::length));
      this.capacity = capacity;
    }

    @Override
    public boolean offer(String element) {
      return (element == null || size() < capacity) && super.offer(element);
    }

    @Override
    public boolean add(String element) {
      if (!offer(element)) {
        throw new IllegalStateException("full");
      }
      return true;
    }

    @Override
    public int remainingCapacity() {
      return capacity - size();
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(Op.class),
            Arbitraries.of("", "x", "xx", "xxx"),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void run(
      QueueSpec spec, Codec<String> codec, BlockingQueue<String> twin, List<Step> steps)
      throws IOException {
    List<SharedQueue<String>> ours = makeQueue(spec.elementsOf(16), codec);
    for (Step step : steps) {
      take(step, twin, ours.get(step.who));
    }
  }

  private void take(Step step, BlockingQueue<String> twin, SharedQueue<String> ours) {
    String element = step.element;
    switch (step.op) {
      case OFFER -> pair.same(() -> twin.offer(element), () -> ours.offer(element));
      case OFFER_IN_TIME ->
          pair.same(
              () -> twin.offer(element, 0, NANOSECONDS), () -> ours.offer(element, 0, NANOSECONDS));
      case ADD -> pair.same(() -> twin.add(element), () -> ours.add(element));
      case PUT_IF_ROOM -> {
        if (twin.remainingCapacity() > 0) {
          pair.same(doing(() -> twin.put(element)), doing(() -> ours.put(element)));
        }
      }
      case POLL -> pair.same(twin::poll, ours::poll);
      case POLL_IN_TIME ->
          pair.same(() -> twin.poll(0, NANOSECONDS), () -> ours.poll(0, NANOSECONDS));
      case TAKE_IF_ANY -> {
        if (!twin.isEmpty()) {
          pair.same(twin::take, ours::take);
        }
      }
      case REMOVE -> pair.same(twin::remove, ours::remove);
      case PEEK -> pair.same(twin::peek, ours::peek);
      case ELEMENT -> pair.same(twin::element, ours::element);
      case SIZE -> pair.same(twin::size, ours::size);
      case ROOM -> pair.same(twin::remainingCapacity, ours::remainingCapacity);
      case CONTAINS -> pair.same(() -> twin.contains(element), () -> ours.contains(element));
      case REMOVE_ONE -> {
        // The room of one from the middle is free later than the twin's.
        boolean inOrder = twin instanceof ArrayBlockingQueue;
        if (!inOrder || element.equals(twin.peek()) || !twin.contains(element)) {
          pair.same(() -> twin.remove(element), () -> ours.remove(element));
        }
      }
      case DRAIN -> pair.same(() -> drained(twin, step.n), () -> drained(ours, step.n));
      case CLEAR -> pair.same(doing(twin::clear), doing(ours::clear));
      case OFFER_NULL -> pair.same(() -> offerNull(twin), () -> offerNull(ours));
    }
  }

  /** What no annotated code may do, but code that isn't can. */
  private static boolean offerNull(BlockingQueue<String> queue) {
    return queue.offer(null);
  }

  private static List<String> drained(BlockingQueue<String> queue, int most) {
    List<String> drained = new ArrayList<>();
    queue.drainTo(drained, most);
    return drained;
  }
}
