package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WaitStrategyTest {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment word = Arena.ofAuto().allocate(64);

  static Stream<Arguments> strategiesAndThreads() {
    return Strategies.all()
        .flatMap(
            strategy ->
                Stream.of(
                    Arguments.of(strategy, Thread.ofPlatform().daemon()),
                    Arguments.of(strategy, Thread.ofVirtual())));
  }

  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void aChangedWordEndsTheWait(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    FutureTask<Integer> waiter = start(threads, () -> awaitChange(strategy));
    INT.setVolatile(word, 0L, 1);
    strategy.wake(word, 0, 1);
    assertThat(waiter.get()).isEqualTo(1);
  }

  /** Each waits for the other's change, so a lost wake-up stops both. */
  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void twoTakeTurns(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    int turns = 1_000;
    FutureTask<Integer> odd = start(threads, () -> takeTurns(strategy, 1, turns));
    FutureTask<Integer> even = start(threads, () -> takeTurns(strategy, 0, turns));
    assertThat(odd.get() + even.get()).isEqualTo(turns);
  }

  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void theDeadlineEndsTheWait(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    Deadline deadline = Deadline.after(Duration.ofMillis(5));
    start(
            threads,
            () -> {
              while (!deadline.expired()) {
                strategy.await(word, 0, 0, deadline);
              }
              return null;
            })
        .get();
    assertThat(deadline.waitedOfAllowed()).contains("of 0.005 s allowed");
  }

  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void anExpiredDeadlineDoesNotSleep(WaitStrategy strategy, Thread.Builder threads)
      throws Exception {
    FutureTask<String> waiter =
        start(
            threads,
            () -> {
              strategy.await(word, 0, 0, Deadline.after(Duration.ZERO));
              strategy.await(word, 0, 0, Deadline.after(Duration.ofSeconds(-1)));
              return "back";
            });
    assertThat(waiter.get()).isEqualTo("back");
  }

  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void aWaitWithoutEndIsAllowed(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    Deadline far = Deadline.after(Duration.ofNanos(Long.MAX_VALUE - 1));
    FutureTask<Integer> waiter =
        start(
            threads,
            () -> {
              while ((int) INT.getVolatile(word, 0L) == 0) {
                strategy.await(word, 0, 0, far);
              }
              return 1;
            });
    INT.setVolatile(word, 0L, 1);
    strategy.wake(word, 0, 1);
    assertThat(waiter.get()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void whoWasInterruptedBeforeDoesNotWait(WaitStrategy strategy, Thread.Builder threads)
      throws Exception {
    FutureTask<Boolean> waiter =
        start(
            threads,
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> strategy.await(word, 0, 0, Deadline.never()))
                  .isInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    assertThat(waiter.get()).as("interrupt status afterwards").isFalse();
  }

  /** At whatever moment it comes: were it missed once, the waiter would hang. */
  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void anInterruptEndsTheWait(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    int rounds = 1_000;
    var heard = new Semaphore(0);
    var statusLeft = new AtomicInteger();
    Thread waiter =
        threads.start(
            () -> {
              for (int i = 0; i < rounds; ) {
                try {
                  strategy.await(word, 0, 0, Deadline.never());
                } catch (InterruptedException e) {
                  if (Thread.currentThread().isInterrupted()) {
                    statusLeft.incrementAndGet();
                  }
                  i++;
                  heard.release();
                }
              }
            });
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < round; i++) {
        Thread.onSpinWait();
      }
      waiter.interrupt();
      heard.acquire();
    }
    waiter.join();
    assertThat(statusLeft).hasValue(0);
  }

  /** The first to wait is woken and interrupted at once: then it was for the second. */
  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void anInterruptSwallowsNoWakeUp(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    for (int round = 0; round < 300; round++) {
      INT.setVolatile(word, 0L, 0);
      FutureTask<Boolean> first = new FutureTask<>(() -> awaitChangeOrInterrupt(strategy));
      Thread firstThread = threads.start(first);
      FutureTask<Integer> second = start(Thread.ofPlatform(), () -> awaitChange(strategy));
      for (int i = 0; i < round * 20; i++) {
        Thread.onSpinWait();
      }
      INT.setVolatile(word, 0L, 1);
      strategy.wake(word, 0, 1);
      firstThread.interrupt();
      if (first.get()) {
        strategy.wake(word, 0, 1); // who leaves without taking anything owes it
      }
      assertThat(second.get()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("strategiesAndThreads")
  void anInterruptAfterwardsIsKept(WaitStrategy strategy, Thread.Builder threads) throws Exception {
    FutureTask<Boolean> waiter =
        start(
            threads,
            () -> {
              strategy.await(word, 0, 1, Deadline.never()); // ends at once: the word is 0
              Thread.currentThread().interrupt();
              return Thread.currentThread().isInterrupted();
            });
    assertThat(waiter.get()).isTrue();
  }

  private int awaitChange(WaitStrategy strategy) throws InterruptedException {
    int now;
    while ((now = (int) INT.getVolatile(word, 0L)) == 0) {
      strategy.await(word, 0, 0, Deadline.never());
    }
    return now;
  }

  private boolean awaitChangeOrInterrupt(WaitStrategy strategy) {
    try {
      return awaitChange(strategy) == 1;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private int takeTurns(WaitStrategy strategy, int parity, int turns) throws InterruptedException {
    int taken = 0;
    int now;
    while ((now = (int) INT.getVolatile(word, 0L)) < turns) {
      if (now % 2 != parity) {
        strategy.await(word, 0, now, Deadline.never());
      } else {
        taken++;
        INT.setVolatile(word, 0L, now + 1);
        strategy.wake(word, 0, 1);
      }
    }
    return taken;
  }

  private static <T> FutureTask<T> start(Thread.Builder threads, Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    threads.start(future);
    return future;
  }
}
