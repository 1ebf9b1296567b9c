package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueClosedException;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class SharedQueueCrashTest {
  private static final int CAPACITY = 3;

  @ParameterizedTest
  @ValueSource(
      classes = {
        Put.class,
        PutByPriority.class,
        PutWhatIsTooLarge.class,
        Take.class,
        TakeAtMostOnce.class,
        TakeByPriority.class,
        TakeByPriorityAtMostOnce.class,
        TakeTheLast.class,
        Remove.class,
        RemoveByPriority.class,
        PutForThoseWhoWait.class,
        PutByPriorityForThoseWhoWait.class,
        TakeForThoseWhoWait.class,
        WaitForWhatOthersWaitForToo.class,
        WaitByPriorityForWhatOthersWaitForToo.class,
        GiveUpWaiting.class,
        Close.class,
        DoTasks.class,
        DoTasksByPriority.class,
      })
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** In the end all room is free and can be used. */
  public abstract static class WithQueue implements Scenario {
    QueueSpec spec() {
      return QueueSpec.fifo(CAPACITY).elementsOf(8);
    }

    final SharedQueue<Long> queue(Party party) {
      return party.queue("x", spec(), Codec.longs().withPriority(x -> x));
    }

    /** Starts in the middle of a ring, so that it goes around its end. */
    @Override
    public void prepare(Party survivor) throws Exception {
      SharedQueue<Long> queue = queue(survivor);
      for (long i = 0; i < CAPACITY - 1; i++) {
        queue.add(i);
        assertThat(queue.poll()).isEqualTo(i);
      }
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      queue(victim);
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedQueue<Long> queue = queue(survivor);
      queue.clear();
      for (int round = 0; round < 2; round++) {
        List<Long> all = List.of(1L, 2L, 3L);
        assertThat(queue.addAll(all)).isTrue();
        assertThat(queue.offer(4L)).isFalse();
        List<Long> taken = new ArrayList<>();
        assertThat(queue.drainTo(taken)).isEqualTo(CAPACITY);
        assertThat(taken).isEqualTo(all);
        assertThat(queue.isEmpty()).isTrue();
      }
      assertThat(queue.waiting()).isEmpty();
    }

    static void fill(SharedQueue<Long> queue) {
      queue.addAll(List.of(1L, 2L, 3L));
    }

    static List<Long> drain(SharedQueue<Long> queue) {
      List<Long> drained = new ArrayList<>();
      queue.drainTo(drained);
      return drained;
    }
  }

  /** What it has put before it died is there. */
  public static class Put extends WithQueue {
    @Override
    public void victim(Party victim) throws Exception {
      fill(queue(victim));
    }

    @Override
    public void check(Party survivor) throws Exception {
      List<Long> found = drain(queue(survivor));
      assertThat(found).isEqualTo(List.of(1L, 2L, 3L).subList(0, found.size()));
      super.check(survivor);
    }
  }

  public static final class PutByPriority extends Put {
    @Override
    QueueSpec spec() {
      return QueueSpec.priority(CAPACITY).elementsOf(8);
    }
  }

  public static final class PutWhatIsTooLarge extends WithQueue {
    @Override
    QueueSpec spec() {
      return QueueSpec.fifo(CAPACITY).elementsOf(7);
    }

    @Override
    public void prepare(Party survivor) {
      queue(survivor);
    }

    @Override
    public void victim(Party victim) {
      for (int i = 0; i < CAPACITY; i++) {
        try {
          queue(victim).add(1L);
          throw new AssertionError("it fits");
        } catch (IllegalArgumentException expected) {
          assertThat(expected).hasMessageContaining("8 bytes");
        }
      }
    }

    @Override
    public void check(Party survivor) {
      assertThat(queue(survivor).isEmpty()).isTrue();
      assertThat(queue(survivor).poll()).isNull();
    }
  }

  /** What it hasn't taken is there, in order. */
  public static class Take extends WithQueue {
    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      fill(queue(survivor));
    }

    @Override
    public void victim(Party victim) throws Exception {
      assertThat(drain(queue(victim))).isEqualTo(List.of(1L, 2L, 3L));
    }

    @Override
    public void check(Party survivor) throws Exception {
      List<Long> found = drain(queue(survivor));
      assertThat(found).isEqualTo(List.of(1L, 2L, 3L).subList(3 - found.size(), 3));
      super.check(survivor);
    }
  }

  public static final class TakeAtMostOnce extends Take {
    @Override
    QueueSpec spec() {
      return super.spec().atMostOnce();
    }
  }

  public static class TakeByPriority extends Take {
    @Override
    QueueSpec spec() {
      return QueueSpec.priority(CAPACITY).elementsOf(8);
    }
  }

  public static final class TakeByPriorityAtMostOnce extends TakeByPriority {
    @Override
    QueueSpec spec() {
      return super.spec().atMostOnce();
    }
  }

  /** The queue is closed, and another waits for its end. */
  public static final class TakeTheLast extends WithQueue {
    private @Nullable Fork<Long> taker;

    @Override
    public void prepare(Party survivor) {
      queue(survivor).add(1L);
      queue(survivor).close();
    }

    @Override
    public void victim(Party victim) throws Exception {
      queue(victim).takeUnlessClosed();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedQueue<Long> queue = queue(survivor);
      taker = Fork.start(() -> queue.takeUnlessClosed().map(x -> 1 + takeAll(queue)).orElse(0L));
    }

    private static long takeAll(SharedQueue<Long> queue) {
      long count = 0;
      for (Long taken : queue.untilClosed()) {
        count += taken;
      }
      return count;
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(requireNonNull(taker).result()).isBetween(0L, 1L);
      assertThat(queue(survivor).isEmpty()).isTrue();
    }
  }

  public static class Remove extends WithQueue {
    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      fill(queue(survivor));
    }

    @Override
    public void victim(Party victim) {
      assertThat(queue(victim).remove(2L)).isTrue();
      assertThat(queue(victim).remove(1L)).isTrue();
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(drain(queue(survivor))).isIn(List.of(1L, 2L, 3L), List.of(1L, 3L), List.of(3L));
      super.check(survivor);
    }
  }

  public static final class RemoveByPriority extends Remove {
    @Override
    QueueSpec spec() {
      return QueueSpec.priority(CAPACITY).elementsOf(8);
    }
  }

  public static class PutForThoseWhoWait extends WithQueue {
    private @Nullable Fork<Long> one;
    private @Nullable Fork<Long> two;

    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      SharedQueue<Long> queue = queue(survivor);
      one = Fork.start(queue::take);
      two = Fork.start(queue::take);
      Eventually.await(() -> queue.waiting().size() == 2);
    }

    @Override
    public void victim(Party victim) throws Exception {
      queue(victim).put(1L);
      queue(victim).put(2L);
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedQueue<Long> queue = queue(survivor);
      // They have got what was put: as many are still waiting as elements weren't put.
      Eventually.await(() -> queue.isEmpty());
      queue.put(3L);
      queue.put(4L);
      assertThat(requireNonNull(one).result()).isPositive();
      assertThat(requireNonNull(two).result()).isPositive();
      super.check(survivor);
    }
  }

  public static final class PutByPriorityForThoseWhoWait extends PutForThoseWhoWait {
    @Override
    QueueSpec spec() {
      return QueueSpec.priority(CAPACITY).elementsOf(8);
    }
  }

  public static final class TakeForThoseWhoWait extends WithQueue {
    private @Nullable Fork<Boolean> one;
    private @Nullable Fork<Boolean> two;

    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      SharedQueue<Long> queue = queue(survivor);
      fill(queue);
      one = Fork.start(() -> queue.offer(4L, 1, TimeUnit.DAYS));
      two = Fork.start(() -> queue.offer(5L, 1, TimeUnit.DAYS));
      Eventually.await(() -> queue.waiting().size() == 2);
    }

    @Override
    public void victim(Party victim) throws Exception {
      queue(victim).take();
      queue(victim).take();
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedQueue<Long> queue = queue(survivor);
      // They have put what there was room for.
      Eventually.await(() -> queue.remainingCapacity() == 0);
      queue.take();
      queue.take();
      assertThat(requireNonNull(one).result()).isTrue();
      assertThat(requireNonNull(two).result()).isTrue();
      super.check(survivor);
    }
  }

  /** The victim may be the one who is woken. */
  public static class WaitForWhatOthersWaitForToo extends WithQueue {
    private @Nullable Fork<Long> other;
    private @Nullable Fork<Boolean> putter;

    @Override
    public void victim(Party victim) throws Exception {
      queue(victim).take();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedQueue<Long> queue = queue(survivor);
      Eventually.await(() -> queue.waiting().size() > 0 || over.getAsBoolean());
      other = Fork.start(queue::take);
      Eventually.await(() -> queue.waiting().size() > 1 || over.getAsBoolean());
      // Not here: the dead may have the lock until they are recovered.
      putter = Fork.start(() -> queue.addAll(List.of(1L, 2L)));
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(requireNonNull(putter).result()).isTrue();
      assertThat(requireNonNull(other).result()).isBetween(1L, 2L);
      super.check(survivor);
    }
  }

  public static final class WaitByPriorityForWhatOthersWaitForToo
      extends WaitForWhatOthersWaitForToo {
    @Override
    QueueSpec spec() {
      return QueueSpec.priority(CAPACITY).elementsOf(8);
    }
  }

  public static final class GiveUpWaiting extends WithQueue {
    @Override
    public void victim(Party victim) throws Exception {
      assertThat(queue(victim).poll(1, TimeUnit.MILLISECONDS)).isNull();
      fill(queue(victim));
      assertThat(queue(victim).offer(4L, 1, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  public static final class Close extends WithQueue {
    private @Nullable Fork<Boolean> taker;

    @Override
    public void prepare(Party survivor) {
      SharedQueue<Long> queue = queue(survivor);
      taker = Fork.start(() -> queue.takeUnlessClosed().isPresent());
      Eventually.await(() -> queue.waiting().size() == 1);
    }

    @Override
    public void victim(Party victim) {
      queue(victim).close();
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedQueue<Long> queue = queue(survivor);
      boolean closed = queue.isClosed();
      if (!closed) {
        queue.put(1L);
      }
      assertThat(requireNonNull(taker).result()).isEqualTo(!closed);
      queue.close();
      try {
        throw new AssertionError("got " + queue.take());
      } catch (QueueClosedException expected) {
        assertThat(queue.isEmpty()).isTrue();
      }
    }
  }

  public static class DoTasks extends WithQueue {
    private @Nullable Fork<Boolean> joiner;

    @Override
    QueueSpec spec() {
      return QueueSpec.fifo(CAPACITY).elementsOf(8).withTasks();
    }

    @Override
    public void prepare(Party survivor) {
      SharedQueue<Long> queue = queue(survivor);
      fill(queue);
      joiner =
          Fork.start(
              () -> {
                queue.join();
                return true;
              });
      Eventually.await(() -> queue.waiting().size() == 1);
    }

    @Override
    public void victim(Party victim) throws Exception {
      SharedQueue<Long> queue = queue(victim);
      queue.take();
      queue.take();
      queue.taskDone();
      queue.take();
      queue.taskDone();
      queue.taskDone();
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedQueue<Long> queue = queue(survivor);
      if (queue.isEmpty()) {
        assertThat(requireNonNull(joiner).result()).isTrue();
      } else {
        assertThat(queue.join(Duration.ZERO)).isFalse();
        List<Long> left = drain(queue);
        assertThat(queue.join(Duration.ZERO)).isFalse();
        left.forEach(x -> queue.taskDone());
        assertThat(requireNonNull(joiner).result()).isTrue();
      }
      assertThat(queue.join(Duration.ZERO)).isTrue();
      super.check(survivor);
    }
  }

  public static final class DoTasksByPriority extends DoTasks {
    @Override
    QueueSpec spec() {
      return QueueSpec.priority(CAPACITY).elementsOf(8).withTasks();
    }
  }
}
