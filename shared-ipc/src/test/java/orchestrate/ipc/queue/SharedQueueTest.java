package orchestrate.ipc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.queue.QueueSpec.Order;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.WaitStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every queue does, whatever its order and however it waits. */
@ParameterizedClass
@MethodSource("queues")
class SharedQueueTest {
  private static final int CAPACITY = 3;

  @TempDir Path folder;
  private final Order order;
  private final WaitStrategy strategy;
  private InProcess process;
  private SharedQueue<String> one;
  private SharedQueue<String> two;

  SharedQueueTest(Order order, WaitStrategy strategy) {
    this.order = order;
    this.strategy = strategy;
  }

  static Stream<Arguments> queues() {
    return Arrays.stream(Order.values())
        .flatMap(order -> InProcess.strategies().map(strategy -> Arguments.of(order, strategy)));
  }

  @BeforeEach
  void open() throws Exception {
    process = new InProcess(folder, strategy);
    QueueSpec spec = new QueueSpec(order, CAPACITY, 10, QueueSpec.Delivery.AT_LEAST_ONCE, true);
    // The longer the word, the later it comes.
    Codec<String> codec = Codec.strings().withPriority(String::length);
    one = process.queue(spec, codec);
    two = process.queueForTwo(spec, codec);
  }

  @AfterEach
  void close() {
    process.close();
  }

  /** Three elements, and how they come out. */
  private static final List<String> IN = List.of("bbb", "a", "cc");

  private List<String> out() {
    return switch (order) {
      case FIFO -> List.of("bbb", "a", "cc");
      case LIFO -> List.of("cc", "a", "bbb");
      case PRIORITY -> List.of("a", "cc", "bbb");
    };
  }

  private void fill() {
    assertThat(one.addAll(IN)).isTrue();
  }

  @Test
  void elementsComeOutInOrder() throws Exception {
    fill();
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(two.peek()).isEqualTo(out().get(i));
      assertThat(two.element()).isEqualTo(out().get(i));
      taken.add(i == 0 ? two.take() : i == 1 ? two.poll() : two.remove());
    }
    assertThat(taken).isEqualTo(out());
    assertThat(two.peek()).isNull();
    assertThat(two.poll()).isNull();
    assertThat(two.poll(1, TimeUnit.MILLISECONDS)).isNull();
    assertThatThrownBy(two::remove).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(two::element).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aFullQueueRefuses() throws Exception {
    fill();
    assertThat(one.offer("d")).isFalse();
    assertThat(one.offer("d", 1, TimeUnit.MILLISECONDS)).isFalse();
    assertThatThrownBy(() -> one.add("d")).isInstanceOf(IllegalStateException.class);
    assertThat(one.remainingCapacity()).isZero();
    assertThat(two.take()).isEqualTo(out().getFirst());
    assertThat(two.remainingCapacity()).isEqualTo(1);
    assertThat(one.offer("d")).isTrue();
    assertThat(one).hasSize(CAPACITY);
  }

  @Test
  @SuppressWarnings("NullAway")
  void nothingIsNull() {
    assertThatThrownBy(() -> one.put(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> one.offer(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> one.offer(null, 1, TimeUnit.DAYS))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> one.add(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> one.addAll(Collections.singleton(null)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> one.drainTo(null)).isInstanceOf(NullPointerException.class);
    fill();
    assertThat(one.contains(null)).isFalse();
    assertThat(one.remove(null)).isFalse();
    assertThat(one).hasSize(CAPACITY);
  }

  @Test
  @SuppressWarnings("ModifyingCollectionWithItself")
  void isACollection() {
    fill();
    assertThat(two.contains("a")).isTrue();
    assertThat(two.contains("x")).isFalse();
    assertThat(two.containsAll(IN)).isTrue();
    assertThat(two.toArray()).containsExactlyElementsOf(out());
    assertThat(two.toArray(new String[0])).containsExactlyElementsOf(out());
    assertThat(two.stream()).containsExactlyElementsOf(out());
    assertThat(two.remove("a")).isTrue();
    assertThat(two.remove("a")).isFalse();
    assertThat(one.toArray())
        .containsExactlyElementsOf(out().stream().filter(e -> !e.equals("a")).toList());
    assertThat(two.removeIf(e -> e.equals("cc"))).isTrue();
    assertThat(two.retainAll(List.of("bbb"))).isFalse();
    assertThat(two.removeAll(List.of("bbb"))).isTrue();
    assertThat(one.isEmpty()).isTrue();
    assertThatThrownBy(() -> one.addAll(one)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsRemovedMakesRoom() {
    for (int i = 0; i < 5; i++) {
      fill();
      assertThat(two.remove("a")).isTrue();
      assertThat(one.offer("d")).isEqualTo(order != Order.FIFO);
      two.clear();
      assertThat(two.isEmpty()).isTrue();
      assertThat(one).isEmpty();
    }
  }

  @Test
  void anIteratorShowsWhatThereWasAndRemovesJustThat() {
    fill();
    Iterator<String> iterator = one.iterator();
    assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
    assertThat(iterator.next()).isEqualTo(out().get(0));
    assertThat(two.poll()).isEqualTo(out().get(0));
    assertThat(two.offer(out().get(0))).isTrue();
    iterator.remove(); // it was taken; another like it came
    assertThat(two).hasSize(CAPACITY);
    assertThat(iterator.next()).isEqualTo(out().get(1));
    iterator.remove();
    assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
    assertThat(two).hasSize(CAPACITY - 1).doesNotContain(out().get(1));
    assertThat(iterator.next()).isEqualTo(out().get(2));
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void isDrained() {
    fill();
    List<String> target = new ArrayList<>();
    assertThatThrownBy(() -> two.drainTo(two)).isInstanceOf(IllegalArgumentException.class);
    assertThat(two.drainTo(target, 0)).isZero();
    assertThat(two.drainTo(target, -1)).isZero();
    assertThat(two.drainTo(target, 2)).isEqualTo(2);
    assertThat(two.drainTo(target)).isEqualTo(1);
    assertThat(two.drainTo(target)).isZero();
    assertThat(target).isEqualTo(out());
  }

  @Test
  void aTakerWaitsForAnElement() throws Exception {
    Running<String> taker = InProcess.start(two::take);
    Eventually.await(() -> one.waiting().size() == 1);
    assertThat(one.waiting().getFirst().tag()).isEqualTo(QueueMemory.TAKERS);
    one.put("a");
    assertThat(taker.result().get()).isEqualTo("a");
    assertThat(one.waiting()).isEmpty();
  }

  @Test
  void aPutterWaitsForRoom() throws Exception {
    fill();
    Running<Boolean> putter = InProcess.start(() -> one.offer("d", 1, TimeUnit.DAYS));
    Eventually.await(() -> one.waiting().size() == 1);
    assertThat(one.waiting().getFirst().tag()).isEqualTo(QueueMemory.PUTTERS);
    assertThat(two.take()).isEqualTo(out().getFirst());
    assertThat(putter.result().get()).isTrue();
    assertThat(two).hasSize(CAPACITY);
  }

  @Test
  void anInterruptedWaitChangesNothing() throws Exception {
    assertInterruptible(two::take);
    assertInterruptible(() -> two.poll(1, TimeUnit.DAYS));
    fill();
    assertInterruptible(
        () -> {
          one.put("d");
          return null;
        });
    assertInterruptible(() -> one.offer("d", 1, TimeUnit.DAYS));
    assertInterruptible(
        () -> {
          one.join();
          return null;
        });
    assertThat(one.toArray()).containsExactlyElementsOf(out());
  }

  private void assertInterruptible(Callable<?> wait) {
    Running<?> waiter = InProcess.start(wait);
    Eventually.await(() -> one.waiting().size() == 1);
    waiter.thread().interrupt();
    assertThatThrownBy(() -> waiter.result().get()).hasCauseInstanceOf(InterruptedException.class);
    assertThat(one.waiting()).isEmpty();
  }

  @Test
  void whoIsInterruptedAlreadyDoesNothing() throws Exception {
    fill();
    assertInterruptedBefore(two::take);
    assertInterruptedBefore(() -> two.poll(1, TimeUnit.DAYS));
    two.clear();
    assertInterruptedBefore(() -> one.offer("d", 1, TimeUnit.DAYS));
    assertInterruptedBefore(
        () -> {
          one.put("d");
          return null;
        });
    assertThat(two).isEmpty();
    Thread.currentThread().interrupt();
    assertThat(one.offer("d")).isTrue(); // doesn't wait, so doesn't care
    assertThat(two.poll()).isEqualTo("d");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void assertInterruptedBefore(Callable<?> operation) {
    Thread.currentThread().interrupt();
    assertThatThrownBy(operation::call).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void whatIsTooLargeIsRefused() {
    assertThatThrownBy(() -> one.offer("hello, world"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queue 'x': the element has 12 bytes, made for up to 10");
    fill();
    assertThat(two.drainTo(new ArrayList<>())).isEqualTo(CAPACITY);
    assertThat(one.offer("0123456789")).isTrue();
    assertThat(two.poll()).isEqualTo("0123456789");
  }

  @Test
  void whatCannotBeDecodedIsTakenAndDone() throws Exception {
    for (QueueSpec spec : List.of(one.spec(), one.spec().atMostOnce())) {
      process.discard();
      SharedQueue<String> good = process.queue(spec, Codec.strings().withPriority(String::length));
      SharedQueue<String> broken = process.queueForTwo(spec, new Broken(new CountDownLatch(0)));
      good.put("a");
      assertThatThrownBy(broken::peek).isInstanceOf(UndecodableElementException.class);
      Running<Void> joiner =
          InProcess.start(
              () -> {
                good.join();
                return null;
              });
      Eventually.await(() -> !good.waiting().isEmpty());
      assertThatThrownBy(broken::take)
          .isInstanceOfSatisfying(
              UndecodableElementException.class,
              e -> assertThat(e.bytes()).asString().isEqualTo("a"))
          .hasMessageContaining("queue '" + broken.name() + "': an element of 1 bytes")
          .hasCauseInstanceOf(UnsupportedOperationException.class);
      joiner.result().get();
      assertThatThrownBy(broken::taskDone).isInstanceOf(IllegalStateException.class);
      assertThat(good).isEmpty();
      assertThat(good.remainingCapacity()).isEqualTo(CAPACITY);
    }
  }

  /** One that waits for room gets it; and those that can be decoded come out after it. */
  @Test
  void whatCannotBeDecodedMakesRoom() throws Exception {
    fill();
    Codec<String> codec = new Broken(new CountDownLatch(0));
    SharedQueue<String> three = process.queueForTwo(one.spec(), codec);
    Running<Boolean> putter = InProcess.start(() -> two.offer("d", 1, TimeUnit.DAYS));
    Eventually.await(() -> two.waiting().size() == 1);
    assertThatThrownBy(three::poll).isInstanceOf(UndecodableElementException.class);
    assertThat(putter.result().get()).isTrue();
    assertThat(two.toArray()).contains(out().get(1), "d").doesNotContain(out().getFirst());
    three.clear();
    assertThatThrownBy(() -> three.offer("d")).isInstanceOf(UnsupportedOperationException.class);
    assertThat(two).isEmpty();
  }

  /** The queue is empty then, and nobody takes: who else could tell? */
  @Test
  void whoWaitsForRoomGetsThatOfElementsThatCannotBeEncoded() throws Exception {
    CountDownLatch mayFail = new CountDownLatch(1);
    SharedQueue<String> three = process.queueForTwo(one.spec(), new Broken(mayFail));
    List<Running<Boolean>> failing =
        Stream.generate(() -> InProcess.start(() -> three.offer("a"))).limit(CAPACITY).toList();
    // In order of arrival they take a cell each; else the first has the lock, and the others wait.
    Eventually.await(() -> three.waiting().size() == (order == Order.FIFO ? 0 : CAPACITY - 1));
    Eventually.await(() -> failing.stream().allMatch(one -> isWaiting(one.thread())));
    Running<Boolean> putter = InProcess.start(() -> two.offer("d", 1, TimeUnit.DAYS));
    Eventually.await(() -> two.waiting().size() == (order == Order.FIFO ? 1 : CAPACITY));
    mayFail.countDown();
    for (Running<Boolean> one : failing) {
      assertThatThrownBy(one.result()::get).hasCauseInstanceOf(UnsupportedOperationException.class);
    }
    assertThat(putter.result().get()).isTrue();
    assertThat(two).containsExactly("d");
  }

  /** Asleep in Java; or in the kernel, which looks like running. */
  private boolean isWaiting(Thread thread) {
    return order != Order.FIFO || thread.getState() == Thread.State.WAITING;
  }

  private record Broken(CountDownLatch mayFail) implements Codec<String> {
    @Override
    public String name() {
      return "string";
    }

    @Override
    public long encode(String element, MemorySegment target, long offset, long limit) {
      try {
        mayFail.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      throw new UnsupportedOperationException();
    }

    @Override
    public String decode(MemorySegment source, long offset, long length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long priorityOf(String element) {
      return 0;
    }
  }

  @Test
  void othersCodecsAreRefused() {
    assertThatThrownBy(() -> process.queueForTwo(one.spec(), Codec.longs()))
        .isInstanceOf(LayoutException.class)
        .hasMessageEndingWith("found queue of string, asked for queue of long");
  }

  @Test
  void afterTheEndNothingIsPut() throws Exception {
    assertThat(one.offer("a")).isTrue();
    assertThat(one.isClosed()).isFalse();
    two.close();
    assertThat(one.isClosed()).isTrue();
    for (Callable<?> put :
        List.<Callable<?>>of(
            () -> one.offer("b"),
            () -> one.add("b"),
            () -> one.offer("b", 1, TimeUnit.DAYS),
            () -> {
              one.put("b");
              return null;
            })) {
      assertThatThrownBy(put::call)
          .isInstanceOf(QueueClosedException.class)
          .hasMessageMatching("queue 'x' is closed by two \\(pid \\d+\\)");
    }
    assertThat(one.take()).isEqualTo("a");
    assertThat(one.poll()).isNull();
    assertThatThrownBy(one::take).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> two.poll(1, TimeUnit.DAYS)).isInstanceOf(QueueClosedException.class);
    assertThat(two.takeUnlessClosed()).isEmpty();
    assertThatThrownBy(() -> one.offer("b")).isInstanceOf(QueueClosedException.class);
    one.close();
  }

  @Test
  void theEndEndsAllWaits() throws Exception {
    Running<String> taker = InProcess.start(two::take);
    Running<List<String>> loop =
        InProcess.start(
            () -> {
              List<String> taken = new ArrayList<>();
              two.untilClosed().forEach(taken::add);
              return taken;
            });
    Eventually.await(() -> one.waiting().size() == 2);
    one.close();
    assertThatThrownBy(() -> taker.result().get()).hasCauseInstanceOf(QueueClosedException.class);
    assertThat(loop.result().get()).isEmpty();
  }

  @Test
  void theEndEndsThoseWhoWaitForRoom() throws Exception {
    fill();
    Running<Boolean> putter = InProcess.start(() -> one.offer("d", 1, TimeUnit.DAYS));
    Eventually.await(() -> one.waiting().size() == 1);
    two.close();
    assertThatThrownBy(() -> putter.result().get()).hasCauseInstanceOf(QueueClosedException.class);
    assertThat(two.untilClosed()).containsExactlyElementsOf(out());
    assertThat(one).isEmpty();
  }

  @Test
  void anInterruptedLoopSaysSo() throws Exception {
    Running<Boolean> loop = InProcess.start(() -> two.untilClosed().iterator().hasNext());
    Eventually.await(() -> one.waiting().size() == 1);
    loop.thread().interrupt();
    assertThatThrownBy(() -> loop.result().get()).hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void joinWaitsUntilAllIsDone() throws Exception {
    one.join();
    fill();
    Running<Boolean> joiner =
        InProcess.start(
            () -> {
              one.join();
              return true;
            });
    Eventually.await(() -> one.waiting().size() == 1);
    assertThat(two.drainTo(new ArrayList<>())).isEqualTo(CAPACITY);
    assertThat(one.join(Duration.ofMillis(1))).isFalse();
    two.taskDone();
    two.taskDone();
    assertThat(one.join(Duration.ZERO)).isFalse();
    two.taskDone();
    assertThat(joiner.result().get()).isTrue();
    assertThat(one.join(Duration.ZERO)).isTrue();
    assertThatThrownBy(two::taskDone)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("queue 'x': taskDone() more often than this process has taken elements");
  }

  @Test
  void whatIsRemovedIsDone() throws Exception {
    fill();
    Running<Boolean> joiner =
        InProcess.start(
            () -> {
              one.join();
              return true;
            });
    Eventually.await(() -> one.waiting().size() == 1);
    assertThat(two.remove("a")).isTrue();
    assertThat(one.join(Duration.ZERO)).isFalse();
    two.clear();
    assertThat(joiner.result().get()).isTrue();
    assertThatThrownBy(two::taskDone).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatTheLeavingHadTakenIsDone() throws Exception {
    fill();
    two.drainTo(new ArrayList<>());
    Running<Boolean> joiner =
        InProcess.start(
            () -> {
              one.join();
              return true;
            });
    Eventually.await(() -> one.waiting().size() == 1);
    QueueMemory memory = one.memory();
    memory.recover(process.two.member().slot(), process.two.member().generation());
    assertThat(one.join(Duration.ZERO)).isFalse(); // it lives
    process.two.beginLeaving();
    memory.recover(process.two.member().slot(), process.two.member().generation());
    memory.wakeAll();
    assertThat(joiner.result().get()).isTrue();
  }

  @Test
  void manyPutAndManyTake() throws Exception {
    int each = 2000;
    List<Running<Integer>> putters = new ArrayList<>();
    List<Running<List<String>>> takers = new ArrayList<>();
    for (SharedQueue<String> queue : List.of(one, two, one)) {
      int number = putters.size();
      putters.add(
          InProcess.start(
              () -> {
                for (int i = 0; i < each; i++) {
                  queue.put(number + "-" + i);
                }
                return each;
              }));
      takers.add(
          InProcess.start(
              () -> {
                List<String> taken = new ArrayList<>();
                for (String element : queue.untilClosed()) {
                  taken.add(element);
                  queue.taskDone();
                }
                return taken;
              }));
    }
    for (Running<Integer> putter : putters) {
      assertThat(putter.result().get()).isEqualTo(each);
    }
    one.join();
    one.close();
    List<String> all = new ArrayList<>();
    for (Running<List<String>> taker : takers) {
      List<String> taken = taker.result().get();
      all.addAll(taken);
      if (order == Order.FIFO) {
        for (int p = 0; p < putters.size(); p++) {
          String prefix = p + "-";
          assertThat(
                  taken.stream()
                      .filter(e -> e.startsWith(prefix))
                      .map(e -> Integer.parseInt(e.substring(2))))
              .isSorted();
        }
      }
    }
    assertThat(all).hasSize(each * putters.size()).doesNotHaveDuplicates();
    assertThat(one.waiting()).isEmpty();
  }

  @Test
  void aLongLifeGoesAroundOftenEnough() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(one.offer("a")).isTrue();
      if (i % 3 == 0) {
        assertThat(one.offer("bb")).isTrue();
        assertThat(two.poll()).isNotNull();
      }
      assertThat(two.poll()).isNotNull();
    }
    assertThat(two.isEmpty()).isTrue();
    assertThat(IntStream.range(0, CAPACITY).allMatch(i -> one.offer("c" + i))).isTrue();
  }
}
