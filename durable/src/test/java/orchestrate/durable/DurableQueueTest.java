package orchestrate.durable;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.UndecodableElementException;
import orchestrate.ipc.session.Session;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableQueueTest {
  private static final DurableSettings SMALL_FILES =
      DurableSettings.defaults().withElementsPerFile(16);

  @TempDir Path base;

  private Session session;
  private final List<DurableQueue<String>> opened = new ArrayList<>();

  @BeforeEach
  void createSession() throws Exception {
    session = Session.create(base.resolve("session"), "tester");
  }

  @AfterEach
  void close() throws Exception {
    for (DurableQueue<String> queue : opened) {
      queue.close();
    }
    session.close();
  }

  @Test
  void elementsComeOutAsTheyWentInOverManyFiles() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    for (int i = 0; i < 100; i++) {
      queue.put("e" + i);
    }
    assertThat(queue).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(queue.take()).isEqualTo("e" + i);
    }
    assertThat(queue).isEmpty();
    assertThat(queue.poll()).isNull();
  }

  @Test
  void elementsOfAllSizesUpToTheLargest() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES.withLargestElement(100_000));
    for (int size : new int[] {0, 1, 3, 4, 5, 1023, 1024, 1025, 65_536, 100_000}) {
      queue.put("x".repeat(size));
      assertThat(queue.take()).hasSize(size);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.put("x".repeat(100_001)))
        .withMessageContaining("100001 bytes")
        .withMessageContaining("at most 100000");
    queue.put("after");
    assertThat(queue.take()).isEqualTo("after");
  }

  @Test
  void aNewSessionGoesOnWhereTheLastOneEnded() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    for (int i = 0; i < 40; i++) {
      queue.put("e" + i);
    }
    for (int i = 0; i < 20; i++) {
      queue.take();
    }
    queue.close();
    session.close();
    session = Session.create(base.resolve("next"), "tester");
    DurableQueue<String> next = open(SMALL_FILES);
    assertThat(next.take()).isEqualTo("e20");
    next.put("e40");
    assertThat(next).hasSize(20).last().isEqualTo("e40");
  }

  @Test
  void thoseOfOneNameShareTheWork() throws Exception {
    DurableQueue<String> one = open(SMALL_FILES);
    DurableQueue<String> other = open(SMALL_FILES);
    one.addAll(List.of("a", "b", "c", "d"));
    assertThat(List.of(one.take(), other.take(), other.take(), one.take()))
        .containsExactly("a", "b", "c", "d");
    assertThat(other).isEmpty();
  }

  @Test
  void thoseOfDifferentNamesSeeEveryElementEach() throws Exception {
    DurableQueue<String> producer = open(SMALL_FILES.withoutConsumer());
    DurableQueue<String> billing = open(SMALL_FILES.forConsumer("billing"));
    producer.addAll(List.of("a", "b"));
    DurableQueue<String> shipping = open(SMALL_FILES.forConsumer("shipping"));
    assertThat(billing.take()).isEqualTo("a");
    assertThat(shipping.take()).isEqualTo("a");
    assertThat(billing.take()).isEqualTo("b");
    assertThat(shipping).containsExactly("b");
    assertThat(producer).containsExactly("a", "b");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(producer::poll)
        .withMessageContaining("without a consumer");
  }

  @Test
  void filesThatAllConsumersHavePassedAreDeleted() throws Exception {
    DurableQueue<String> fast = open(SMALL_FILES.forConsumer("fast"));
    DurableQueue<String> slow = open(SMALL_FILES.forConsumer("slow"));
    for (int i = 0; i < 64; i++) {
      fast.put("e" + i);
      fast.take();
    }
    assertThat(fast.prune()).isZero();
    for (int i = 0; i < 40; i++) {
      slow.take();
    }
    assertThat(fast.prune()).isEqualTo(2);
    assertThat(elementFiles()).containsExactly("2", "3");
    assertThat(slow.take()).isEqualTo("e40");
    assertThat(fast.forget("slow")).isTrue();
    assertThat(fast.forget("nobody")).isFalse();
    assertThatIllegalStateException().isThrownBy(slow::take).withMessageContaining("forget");
    fast.put("e64"); // begins a file, and prunes
    assertThat(elementFiles()).containsExactly("4");
    assertThat(open(SMALL_FILES.forConsumer("slow")).take()).isEqualTo("e64");
  }

  @Test
  void aBoundHoldsForTheSlowestConsumer() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES.withCapacity(2));
    assertThat(queue.remainingCapacity()).isEqualTo(2);
    assertThat(queue.offer("a")).isTrue();
    queue.put("b");
    assertThat(queue.remainingCapacity()).isZero();
    assertThat(queue.offer("c")).isFalse();
    assertThat(queue.offer("c", 1, MILLISECONDS)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> queue.add("c"));
    assertThatIllegalStateException()
        .isThrownBy(() -> queue.addAll(List.of("c", "d")))
        .withMessageContaining("0 of 2");
    FutureTask<?> waiting = Threads.start(() -> queue.put("c"));
    assertThat(queue.take()).isEqualTo("a");
    waiting.get();
    assertThat(queue).containsExactly("b", "c");
  }

  @Test
  void takeWaitsForAnElement() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    DurableQueue<String> other = open(SMALL_FILES);
    List<String> taken = new ArrayList<>();
    FutureTask<?> waiting = Threads.start(() -> taken.add(queue.take()));
    FutureTask<?> polling = Threads.start(() -> taken.add(queue.poll(Long.MAX_VALUE, DAYS)));
    other.put("a");
    other.put("b");
    waiting.get();
    polling.get();
    assertThat(taken).containsExactlyInAnyOrder("a", "b");
    assertThat(queue.poll(1, MILLISECONDS)).isNull();
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES.withCapacity(1));
    Threads.assertInterruptible(queue::take);
    queue.put("a");
    Threads.assertInterruptible(() -> queue.put("b"));
    assertThat(queue).containsExactly("a");
  }

  @Test
  void whatDoesNotWaitIsNotEndedByAnInterrupt() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    for (int i = 0; i < 40; i++) {
      Thread.currentThread().interrupt(); // also while files are made and opened
      assertThat(queue.offer("e" + i)).isTrue();
      assertThat(queue.poll()).isEqualTo("e" + i);
      assertThat(Thread.interrupted()).isTrue();
    }
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> queue.put("x"));
  }

  @Test
  void closingEndsThoseWhoWait() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES.withCapacity(1));
    DurableQueue<String> empty = open(SMALL_FILES.forConsumer("empty").withCapacity(1));
    empty.put("a");
    empty.take();
    FutureTask<?> taking = Threads.start(empty::take);
    FutureTask<?> putting = Threads.start(() -> queue.put("b"));
    empty.close();
    queue.close();
    queue.close();
    Threads.assertClosed(taking);
    Threads.assertClosed(putting);
    assertThatExceptionOfType(QueueClosedException.class).isThrownBy(() -> queue.offer("x"));
    assertThatExceptionOfType(QueueClosedException.class).isThrownBy(queue::size);
    assertThatExceptionOfType(QueueClosedException.class).isThrownBy(queue::iterator);
    assertThat(queue.toString()).contains("closed");
    assertThat(open(SMALL_FILES).take()).isEqualTo("a");
  }

  @Test
  void nullsAreRefused() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    @Nullable String nothing = null;
    assertThatNullPointerException().isThrownBy(() -> queue.put(unchecked(nothing)));
    assertThatNullPointerException().isThrownBy(() -> queue.offer(unchecked(nothing)));
    List<String> withNull = new ArrayList<>();
    withNull.add("a");
    withNull.add(unchecked(nothing));
    assertThatNullPointerException().isThrownBy(() -> queue.addAll(withNull));
    assertThat(queue).isEmpty();
    assertThat(queue.contains(unchecked(nothing))).isFalse();
  }

  @Test
  void theHeadCanBeLookedAt() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    assertThat(queue.peek()).isNull();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::element);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::remove);
    queue.addAll(List.of("a", "b"));
    assertThat(queue.peek()).isEqualTo("a");
    assertThat(queue.element()).isEqualTo("a");
    assertThat(queue.remove()).isEqualTo("a");
    assertThat(queue.contains("b")).isTrue();
    assertThat(queue.contains("a")).isFalse();
    assertThat(queue.toArray()).containsExactly("b");
  }

  @Test
  @SuppressWarnings("ModifyingCollectionWithItself") // that it is refused is the test
  void drainsToOtherCollectionsOnly() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    List<String> all = IntStream.range(0, 3000).mapToObj(i -> "e" + i).toList();
    assertThat(queue.addAll(all)).isTrue();
    assertThat(queue.addAll(List.of())).isFalse();
    Collection<String> drained = new ArrayList<>();
    assertThat(queue.drainTo(drained, 0)).isZero();
    assertThat(queue.drainTo(drained, -1)).isZero();
    assertThat(queue.drainTo(drained, 7)).isEqualTo(7);
    assertThat(queue.drainTo(drained)).isEqualTo(2993);
    assertThat(drained).containsExactlyElementsOf(all);
    assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(queue));
    assertThatIllegalArgumentException().isThrownBy(() -> queue.addAll(queue));
  }

  @Test
  void whatACollectionRefusesStaysInTheQueue() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    queue.addAll(List.of("a", "b"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> queue.drainTo(List.of()));
    assertThat(queue).containsExactly("a", "b");
  }

  @Test
  void iteratorsAreWeaklyConsistent() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    for (int i = 0; i < 20; i++) {
      queue.put("e" + i);
    }
    Iterator<String> iterator = queue.iterator();
    for (int i = 0; i < 20; i++) {
      queue.take();
    }
    queue.prune();
    queue.put("e20");
    assertThat(iterator.next()).isEqualTo("e0"); // found before it was taken
    List<String> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    assertThat(rest).first().isEqualTo("e16"); // the file of those before was deleted
    assertThat(rest).last().isEqualTo("e20");
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(iterator::remove);
  }

  @Test
  void onlyTheHeadCanBeRemoved() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    queue.put("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> queue.remove("a"))
        .withMessageContaining("head");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> queue.removeIf(String::isEmpty));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> queue.removeAll(List.of("a")));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> queue.retainAll(List.of()));
    queue.clear();
    assertThat(queue).isEmpty();
  }

  @Test
  void whatCannotBeDecodedIsTaken() throws Exception {
    for (Delivery delivery : Delivery.values()) {
      DurableSettings settings = SMALL_FILES.withDelivery(delivery);
      DurableQueue<String> good = open(settings);
      good.addAll(List.of("a", "b", "c"));
      try (var queue =
          DurableQueue.open(session, base.resolve("queue"), new FailingCodec(), settings)) {
        assertThatExceptionOfType(UndecodableElementException.class)
            .isThrownBy(queue::peek)
            .withMessageContaining(base.resolve("queue").toString());
        assertThatExceptionOfType(UndecodableElementException.class)
            .isThrownBy(queue::take)
            .withMessageContaining("cannot read")
            .withCauseInstanceOf(IllegalStateException.class)
            .satisfies(e -> assertThat(e.bytes()).asString().isEqualTo("a"));
        assertThatExceptionOfType(UndecodableElementException.class)
            .isThrownBy(() -> queue.drainTo(new ArrayList<>()))
            .satisfies(e -> assertThat(e.bytes()).asString().isEqualTo("b"));
        assertThatIllegalStateException()
            .isThrownBy(() -> queue.put("x"))
            .withMessage("cannot write");
      }
      assertThat(good.take()).isEqualTo("c");
      good.close();
    }
  }

  @Test
  void aPowerLossIsProvidedForOnDemand() throws Exception {
    DurableSettings settings = SMALL_FILES.withDurability(Durability.POWER_LOSS);
    DurableQueue<String> queue = open(settings.withDelivery(Delivery.AT_MOST_ONCE));
    for (int i = 0; i < 20; i++) {
      queue.put("e" + i);
      assertThat(queue.take()).isEqualTo("e" + i);
    }
    queue.addAll(List.of("a", "b"));
    assertThat(queue).containsExactly("a", "b");
  }

  @Test
  void whatOneHasEndedNobodyAddsTo() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES.withCapacity(2));
    ClosableQueue<String> other = open(SMALL_FILES.withCapacity(2)).named("orders");
    queue.addAll(List.of("a", "b"));
    FutureTask<?> putting = Threads.start(() -> other.put("c")); // there is no room
    other.close();
    assertEnded(putting::get);
    assertThat(queue.hasEnded()).isTrue();
    assertThat(other.isClosed()).isTrue();
    assertEnded(() -> queue.put("c"));
    assertEnded(() -> queue.offer("c"));
    assertEnded(() -> queue.addAll(List.of("c")));
    assertThat(other.untilClosed()).containsExactly("a", "b");
    assertThat(queue.poll()).isNull();
    assertEnded(queue::take);
    assertEnded(() -> queue.poll(1, DAYS));
    assertThat(other.takeUnlessClosed()).isEmpty();
  }

  @Test
  void theEndOfAQueueWakesThoseWhoTake() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    DurableQueue<String> other = open(SMALL_FILES);
    FutureTask<?> taking = Threads.start(queue::take);
    FutureTask<?> polling = Threads.start(() -> other.poll(1, DAYS));
    other.end();
    other.end();
    assertEnded(taking::get);
    assertEnded(polling::get);
  }

  @Test
  void theNextSessionGoesOnWithWhatOneHasEnded() throws Exception {
    DurableQueue<String> queue = open(SMALL_FILES);
    queue.put("a");
    queue.end();
    queue.close();
    session.close();
    session = Session.create(base.resolve("next"), "tester");
    DurableQueue<String> again = open(SMALL_FILES);
    assertThat(again.hasEnded()).isFalse();
    again.put("b");
    assertThat(again.take()).isEqualTo("a");
    assertThat(again.take()).isEqualTo("b");
  }

  private static void assertEnded(ThrowableAssert.ThrowingCallable action) {
    assertThatThrownBy(action)
        .satisfiesAnyOf(
            thrown ->
                assertThat(thrown).isInstanceOf(orchestrate.ipc.queue.QueueClosedException.class),
            thrown ->
                assertThat(thrown)
                    .hasCauseInstanceOf(orchestrate.ipc.queue.QueueClosedException.class));
  }

  private DurableQueue<String> open(DurableSettings settings) throws Exception {
    DurableQueue<String> queue =
        DurableQueue.open(session, base.resolve("queue"), Codec.strings(), settings);
    opened.add(queue);
    return queue;
  }

  private List<String> elementFiles() throws Exception {
    try (Stream<Path> files = Files.list(base.resolve("queue/elements"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"})
  private static <T> T unchecked(@Nullable T value) {
    return value;
  }
}
