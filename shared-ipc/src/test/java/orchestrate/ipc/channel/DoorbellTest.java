package orchestrate.ipc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import orchestrate.ipc.wait.Deadline;
import org.junit.jupiter.api.Test;

class DoorbellTest {
  private final MemorySegment memory = Arena.ofAuto().allocate(Doorbell.BYTES, 64);

  @Test
  void doesNotSleepIfThereIsWork() throws InterruptedException {
    new Doorbell(memory).await(() -> true, Deadline.never());
  }

  @Test
  void wakesWhenTheDeadlinePasses() throws InterruptedException {
    var deadline = Deadline.after(Duration.ofMillis(20));
    var bell = new Doorbell(memory);
    while (!deadline.expired()) {
      bell.await(() -> false, deadline);
    }
    assertThat(deadline.remainingNanos()).isNotPositive();
  }

  @Test
  void leavesNoWorkLying() throws InterruptedException {
    var work = new AtomicInteger();
    int pieces = 20_000;
    Thread bringer =
        Thread.ofPlatform()
            .start(
                () -> {
                  var bell = new Doorbell(memory);
                  for (int i = 0; i < pieces; i++) {
                    work.incrementAndGet();
                    bell.ring();
                    while (work.get() > 0) {
                      Thread.onSpinWait();
                    }
                  }
                });
    var bell = new Doorbell(memory);
    for (int done = 0; done < pieces; ) {
      bell.await(() -> work.get() > 0, Deadline.never());
      if (work.get() > 0) {
        done++;
        work.set(0);
      }
    }
    bringer.join();
    assertThat(work).hasValue(0);
  }
}
