package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.FutexWait;
import orchestrate.ipc.wait.WaitStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedSemaphoreTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";

  @TempDir Path folder;

  @Test
  void permitsAreTakenAllOrNone() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore semaphore = make(process, 3);
      assertThat(semaphore.tryAcquire(2)).isTrue();
      assertThat(semaphore.tryAcquire(2)).isFalse();
      assertThat(semaphore.availablePermits()).isEqualTo(1);
      semaphore.release(2);
      assertThat(semaphore.tryAcquire(3)).isTrue();
    }
  }

  @Test
  void onlyTheHolderMayRelease() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore one = make(process, 3);
      SharedSemaphore two = two(process, 3);
      assertThat(one.tryAcquire(2)).isTrue();
      assertThat(two.tryAcquire(1)).isTrue();
      assertThatThrownBy(() -> two.release(2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching(
              "semaphore 'x' \\(0 of 3 permits available; one \\(pid \\d+\\) holds 2,"
                  + " two \\(pid \\d+\\) holds 1\\): cannot release 2, this process holds 1");
    }
  }

  @Test
  void impossibleCountsAreRefused() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore semaphore = make(process, 3);
      assertThatThrownBy(() -> semaphore.acquire(4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("semaphore 'x' has 3 permits, asked for 4");
      assertThatThrownBy(() -> semaphore.tryAcquire(0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> process.make(ObjectKind.SEMAPHORE, 131_072))
          .hasMessage("a bounded semaphore has 1 to 131071 permits, not 131072");
    }
  }

  @Test
  void theLargestSemaphoreCounts() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore semaphore = make(process, SharedSemaphore.MAX_PERMITS);
      for (int i = 0; i < 3; i++) {
        assertThat(semaphore.tryAcquire(SharedSemaphore.MAX_PERMITS)).isTrue();
        assertThat(semaphore.availablePermits()).isZero();
        semaphore.release(SharedSemaphore.MAX_PERMITS);
      }
      assertThat(semaphore.availablePermits()).isEqualTo(SharedSemaphore.MAX_PERMITS);
    }
  }

  @Test
  void sequencesMayWrapAround() throws Exception {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore one = make(process, 2);
      SharedSemaphore two = two(process, 2);
      for (int i = 0; i < 300_000; i++) {
        one.acquire();
        two.acquire();
        one.release();
        two.release();
      }
      assertThat(one.availablePermits()).isEqualTo(2);
      assertThat(one.holders()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aWaitTimesOutAndSaysWhoHolds(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedSemaphore one = make(process, 1);
      SharedSemaphore two = two(process, 1);
      one.acquire();
      assertThat(two.tryAcquire(1, Duration.ofMillis(10))).isFalse();
      assertThatThrownBy(() -> two.acquire(1, Duration.ofMillis(10)))
          .isInstanceOf(TimeoutException.class)
          .hasMessageMatching(
              "semaphore 'x' \\(0 of 1 permits available; one \\(pid \\d+\\) holds 1\\):"
                  + " waited 0\\.\\d+ s of 0\\.010 s allowed for 1");
      assertThat(one.waiting()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anInterruptedWaitTakesNothing(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedSemaphore one = make(process, 1);
      one.acquire();
      Running<Void> waiter =
          InProcess.start(
              () -> {
                one.acquire();
                return null;
              });
      Eventually.await(() -> one.waiting().size() == 1);
      waiter.thread().interrupt();
      assertThatThrownBy(() -> waiter.result().get())
          .hasCauseInstanceOf(InterruptedException.class);
      one.release();
      assertThat(one.availablePermits()).isEqualTo(1);
      assertThat(one.waiting()).isEmpty();
    }
  }

  /** Not even a permit has to be there for it: it only waits for its turn. */
  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void whoWantsNoneGoesWhenThoseBeforeHaveGone(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      var spec = new SemaphoreSpec(0, true, false);
      var semaphore =
          (SharedSemaphore) process.make(ObjectKind.SEMAPHORE, spec.header().parameters());
      for (int i = 0; i < 20; i++) {
        Running<Void> first = InProcess.start(() -> acquired(semaphore, 1));
        Eventually.await(() -> semaphore.getQueueLength() == 1);
        Running<Void> second = InProcess.start(() -> acquired(semaphore, 0));
        Eventually.await(() -> semaphore.getQueueLength() == 2);
        first.thread().interrupt();
        second.result().get();
      }
    }
  }

  private static Void acquired(SharedSemaphore semaphore, int n) throws InterruptedException {
    semaphore.acquire(n);
    return null;
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void waitersForOneAndForSeveralAllGetTheirs(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedSemaphore one = make(process, 3);
      SharedSemaphore two = two(process, 3);
      one.acquire(3);
      List<Running<Void>> waiters = new ArrayList<>();
      for (int n : new int[] {1, 3, 2}) {
        waiters.add(
            InProcess.start(
                () -> {
                  two.acquire(n);
                  two.release(n);
                  return null;
                }));
      }
      Eventually.await(() -> one.waiting().size() == 3);
      one.release(3);
      for (Running<Void> waiter : waiters) {
        waiter.result().get();
      }
      assertThat(one.availablePermits()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void neverMoreInsideThanPermits(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedSemaphore one = make(process, 2);
      SharedSemaphore two = two(process, 2);
      AtomicInteger inside = new AtomicInteger();
      List<Running<Integer>> threads = new ArrayList<>();
      for (SharedSemaphore semaphore : List.of(one, two, one, two)) {
        threads.add(
            InProcess.start(
                () -> {
                  int most = 0;
                  for (int i = 0; i < 5_000; i++) {
                    semaphore.acquire();
                    most = Math.max(most, inside.incrementAndGet());
                    inside.decrementAndGet();
                    semaphore.release();
                  }
                  return most;
                }));
      }
      for (Running<Integer> thread : threads) {
        assertThat(thread.result().get()).isBetween(1, 2);
      }
      assertThat(one.availablePermits()).isEqualTo(2);
      assertThat(one.holders()).isEmpty();
    }
  }

  @Test
  void aVirtualThreadWaitsToo() throws Exception {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore semaphore = make(process, 1);
      semaphore.acquire();
      Thread waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      semaphore.acquire();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      Eventually.await(() -> semaphore.waiting().size() == 1);
      semaphore.release();
      waiter.join();
      assertThat(semaphore.availablePermits()).isZero();
    }
  }

  @Test
  void recoveringIsIdempotentAndSparesTheLiving() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedSemaphore one = make(process, 3);
      SharedSemaphore two = two(process, 3);
      assertThat(two.tryAcquire(2)).isTrue();
      int slot = process.two.member().slot();
      int generation = process.two.member().generation();
      one.recover(slot, generation);
      assertThat(one.availablePermits()).isEqualTo(1);
      process.two.beginLeaving();
      one.recover(slot, generation - 1);
      assertThat(one.availablePermits()).isEqualTo(1);
      one.recover(slot, generation);
      two.recover(slot, generation);
      assertThat(one.availablePermits()).isEqualTo(3);
    }
  }

  private static SharedSemaphore make(InProcess process, int permits) throws IOException {
    return (SharedSemaphore) process.make(ObjectKind.SEMAPHORE, permits);
  }

  private static SharedSemaphore two(InProcess process, int permits) throws IOException {
    return (SharedSemaphore) process.openForTwo(ObjectKind.SEMAPHORE, permits);
  }
}
