package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SleepersTest {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final int MORE_THAN_GROUPS = 50;

  private final MemorySegment word = Arena.ofAuto().allocate(64);

  @BeforeEach
  void needsFutexes() {
    assumeTrue(Futex.AVAILABLE);
  }

  @Test
  void theCourierMakesUpForALostWakeUp() throws Exception {
    var looksOften = new FutexWait(FutexVector.SUPPORTED, 10_000_000, new Sleepers(10_000_000));
    Waiter waiter = Waiter.start(() -> awaitChange(looksOften));
    INT.setVolatile(word, 0L, 1); // and nobody wakes
    waiter.result.get();
  }

  /** Some sleep in the same group. */
  @Test
  void whoIsInterruptedGetsUpAndNobodyElse() throws Exception {
    FutexWait strict = Strategies.strict();
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_GROUPS; i++) {
      waiters.add(Waiter.start(() -> awaitChange(strict)));
    }
    Collections.shuffle(waiters, new Random(1));
    for (Waiter waiter : waiters.subList(0, MORE_THAN_GROUPS / 2)) {
      waiter.thread.interrupt();
      assertThatThrownBy(waiter.result::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
    }
    List<Waiter> others = waiters.subList(MORE_THAN_GROUPS / 2, MORE_THAN_GROUPS);
    assertThat(others).noneMatch(waiter -> waiter.result.isDone());
    INT.setVolatile(word, 0L, 1);
    strict.wake(word, 0, others.size());
    for (Waiter waiter : others) {
      waiter.result.get();
    }
  }

  private Void awaitChange(FutexWait strategy) throws InterruptedException {
    while ((int) INT.getVolatile(word, 0L) == 0) {
      strategy.await(word, 0, 0, Deadline.never());
    }
    return null;
  }

  private record Waiter(Thread thread, FutureTask<Void> result) {
    static Waiter start(Callable<Void> task) {
      FutureTask<Void> result = new FutureTask<>(task);
      return new Waiter(Thread.ofPlatform().daemon().start(result), result);
    }
  }
}
