package orchestrate.ipc.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import orchestrate.ipc.memory.MappedRegion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory that is closed while somebody waits for a word of it. */
class ClosedMemoryTest {
  static Stream<Thread.Builder> threads() {
    return Stream.of(Thread.ofPlatform().daemon(), Thread.ofVirtual());
  }

  /** At whatever moment it is closed. */
  @ParameterizedTest
  @MethodSource("threads")
  void endsAnAnnouncedWait(Thread.Builder threads) throws Exception {
    assumeTrue(FutexVector.SUPPORTED);
    FutexWait strict = Strategies.strict();
    for (int round = 0; round < 300; round++) {
      Arena arena = Arena.ofShared();
      MemorySegment word = arena.allocate(4096, 4096);
      FutureTask<Void> waiter = new FutureTask<>(waiting(strict, word));
      threads.start(waiter);
      for (int i = 0; i < round * 10; i++) {
        Thread.onSpinWait();
      }
      strict.close(arena);
      assertClosed(waiter);
    }
  }

  /** None must be asleep when it is unmapped, nor fall asleep then: nobody could wake it. */
  @Test
  void endsTheWaitsOfMany() throws Exception {
    assumeTrue(Futex.AVAILABLE);
    FutexWait strict = Strategies.strict();
    for (int round = 0; round < 100; round++) {
      Arena arena = Arena.ofShared();
      MemorySegment words = arena.allocate(4096, 4096);
      List<FutureTask<Void>> waiters = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiters.add(new FutureTask<>(waiting(strict, words.asSlice(i * 4L))));
      }
      waiters.forEach(Thread.ofPlatform().daemon()::start);
      strict.close(arena);
      for (FutureTask<Void> waiter : waiters) {
        assertClosed(waiter);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("threads")
  void closingARegionEndsTheWaitsOnIt(Thread.Builder threads, @TempDir Path folder)
      throws Exception {
    MappedRegion region = MappedRegion.create(folder.resolve("words"), 4096);
    FutureTask<Void> waiter = new FutureTask<>(waiting(WaitStrategy.current(), region.segment()));
    threads.start(waiter);
    region.close();
    assertClosed(waiter);
  }

  /** Those who wait for other memory know nothing of it. */
  @Test
  void leavesTheOtherSleepersAlone() throws Exception {
    assumeTrue(Futex.AVAILABLE);
    FutexWait strict = Strategies.strict();
    FutureTask<Void> bystander = new FutureTask<>(waiting(strict, Arena.ofAuto().allocate(64)));
    Thread thread = Thread.ofPlatform().daemon().start(bystander);
    strict.close(Arena.ofShared());
    assertThat(bystander.isDone()).isFalse();
    thread.interrupt();
    assertThat(failure(bystander)).isInstanceOf(InterruptedException.class);
  }

  /** They sleep by the same vector, which the kernel then refuses. */
  @Test
  void leavesTheOtherVirtualOnesAlone() throws Exception {
    assumeTrue(FutexVector.SUPPORTED);
    FutexWait strict = Strategies.strict();
    MemorySegment lasting = Arena.ofAuto().allocate(64);
    FutureTask<Void> bystander = new FutureTask<>(waiting(strict, lasting));
    Thread thread = Thread.ofVirtual().start(bystander);
    for (int round = 0; round < 100; round++) {
      Arena arena = Arena.ofShared();
      MemorySegment word = arena.allocate(4096, 4096);
      FutureTask<Void> waiter = new FutureTask<>(waiting(strict, word));
      Thread.ofVirtual().start(waiter);
      strict.close(arena);
      assertClosed(waiter);
    }
    assertThat(bystander.isDone()).isFalse();
    thread.interrupt();
    assertThat(failure(bystander)).isInstanceOf(InterruptedException.class);
  }

  private static Callable<Void> waiting(WaitStrategy strategy, MemorySegment word) {
    return () -> {
      while (true) {
        strategy.await(word, 0, 0, Deadline.never());
      }
    };
  }

  private static void assertClosed(FutureTask<Void> waiter) throws InterruptedException {
    assertThat(failure(waiter))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .containsIgnoringCase("closed");
  }

  private static @Nullable Throwable failure(FutureTask<Void> task) throws InterruptedException {
    try {
      task.get();
      throw new AssertionError("the wait ended without an exception");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
