package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Thousands of virtual threads wait on hundreds of words, some of them patiently and others for a
 * moment, and are woken one by one. Nobody looks again by himself: a swallowed wake-up is a hang.
 *
 * <p>Two strategies stand for two processes: each has threads of its own that sleep in the kernel,
 * which knows nothing of the difference.
 */
class LostWakeUpTest {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final int WORDS = 300;
  private static final int PATIENT_PER_WORD = 8;
  private static final int TAKEN_BY_EACH = 4;
  private static final int IMPATIENT = 1_200;
  private static final int TRIES_OF_EACH = 15;

  private final MemorySegment words = Arena.ofAuto().allocate(WORDS * 64L, 64);
  private final FutexWait here = Strategies.strict();
  private final FutexWait there = Strategies.strict();
  private final LongAdder interrupts = new LongAdder();
  private final Semaphore taken = new Semaphore(0);
  private final List<FutureTask<Integer>> patient = new ArrayList<>();
  private final List<FutureTask<Integer>> impatient = new ArrayList<>();

  @Test
  void noneIsLost() throws Exception {
    assumeTrue(FutexVector.SUPPORTED);
    for (int i = 0; i < IMPATIENT; i++) {
      impatient.add(new FutureTask<>(this::tryHere));
    }
    List<Thread> toInterrupt = new ArrayList<>();
    for (FutureTask<Integer> task : impatient) {
      toInterrupt.add(Thread.ofVirtual().start(task));
    }
    for (int word = 0; word < WORDS; word++) {
      for (int i = 0; i < PATIENT_PER_WORD; i++) {
        long offset = word * 64L;
        // On every other word those who leave are alone in their process.
        FutexWait strategy = i % 2 == 0 && word % 2 == 0 ? here : there;
        var task = new FutureTask<>(() -> takePatiently(strategy, offset));
        patient.add(task);
        if (i == 1 && word % 16 == 0) {
          Thread.ofPlatform().daemon().stackSize(1 << 18).start(task);
        } else {
          Thread.ofVirtual().start(task);
        }
      }
    }
    Thread interrupter = Thread.ofPlatform().start(() -> interruptAll(toInterrupt));
    for (int round = 0; round < PATIENT_PER_WORD * TAKEN_BY_EACH; round++) {
      for (int word = 0; word < WORDS; word++) {
        release(there, word * 64L);
      }
      taken.acquire(WORDS);
    }
    assertThat(sum(patient)).isEqualTo(WORDS * PATIENT_PER_WORD * TAKEN_BY_EACH);
    assertThat(sum(impatient)).isLessThanOrEqualTo(IMPATIENT * TRIES_OF_EACH);
    interrupter.join();
    assertThat(interrupts.sum()).isPositive();
    for (int word = 0; word < WORDS; word++) {
      assertThat((int) INT.getVolatile(words, word * 64L)).isZero();
    }
    assertThat(here.standIns()).isGreaterThan(1);
  }

  private int takePatiently(FutexWait strategy, long offset) throws InterruptedException {
    for (int i = 0; i < TAKEN_BY_EACH; i++) {
      while (!take(offset)) {
        strategy.await(words, offset, 0, Deadline.never());
      }
      taken.release();
    }
    return TAKEN_BY_EACH;
  }

  /** Gives back what it gets, and owes the others a wake-up for each time it runs out of time. */
  private int tryHere() {
    var random = new SplittableRandom(Thread.currentThread().threadId());
    int got = 0;
    for (int i = 0; i < TRIES_OF_EACH; i++) {
      long offset = random.nextInt(WORDS) * 64L;
      Deadline deadline = Deadline.after(Duration.ofNanos(random.nextInt(3_000_000)));
      try {
        if (takeBefore(offset, deadline)) {
          got++;
          release(here, offset);
        } else if ((int) INT.getVolatile(words, offset) > 0) {
          here.wake(words, offset, 1);
        }
      } catch (InterruptedException e) {
        interrupts.increment(); // and owes nothing: await has passed the wake-up on
      }
    }
    return got;
  }

  private boolean takeBefore(long offset, Deadline deadline) throws InterruptedException {
    while (!take(offset)) {
      if (deadline.expired()) {
        return false;
      }
      here.await(words, offset, 0, deadline);
    }
    return true;
  }

  private boolean take(long offset) {
    int permits;
    while ((permits = (int) INT.getVolatile(words, offset)) > 0) {
      if (INT.compareAndSet(words, offset, permits, permits - 1)) {
        return true;
      }
    }
    return false;
  }

  private void release(FutexWait strategy, long offset) {
    INT.getAndAdd(words, offset, 1);
    strategy.wake(words, offset, 1);
  }

  private static void interruptAll(List<Thread> threads) {
    for (int round = 0; round < TRIES_OF_EACH; round++) {
      threads.forEach(Thread::interrupt);
    }
  }

  private static int sum(List<FutureTask<Integer>> tasks) throws Exception {
    int sum = 0;
    for (FutureTask<Integer> task : tasks) {
      sum += task.get();
    }
    return sum;
  }
}
