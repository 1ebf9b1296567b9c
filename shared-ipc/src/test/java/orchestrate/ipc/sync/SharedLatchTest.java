package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

class SharedLatchTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void zeroReleasesAllWhoWait(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedLatch one = make(process, 3);
      SharedLatch two = (SharedLatch) process.openForTwo(ObjectKind.LATCH, 3);
      Running<Boolean> first = InProcess.start(() -> one.await(Duration.ofHours(1)));
      Running<Boolean> second = InProcess.start(() -> two.await(1, TimeUnit.HOURS));
      Eventually.await(() -> one.waiting().size() == 2);
      one.countDown();
      two.countDown();
      assertThat(one).hasToString("latch 'x' (count 1, 2 waiting)");
      two.countDown();
      assertThat(first.result().get()).isTrue();
      assertThat(second.result().get()).isTrue();
      assertThat(one).hasToString("latch 'x' (count 0, 0 waiting)");
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void theWaitGivesUpInTime(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedLatch latch = make(process, 1);
      assertThat(latch.await(Duration.ofMillis(5))).isFalse();
      assertThat(latch.await(-1, TimeUnit.DAYS)).isFalse();
      assertThat(latch.waiting()).isEmpty();
      latch.countDown();
      assertThat(latch.await(-1, TimeUnit.DAYS)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void interruptionEndsTheWait(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedLatch latch = make(process, 1);
      Running<Boolean> waiter = InProcess.start(() -> latch.await(Duration.ofHours(1)));
      Eventually.await(() -> latch.waiting().size() == 1);
      waiter.thread().interrupt();
      assertThatThrownBy(() -> waiter.result().get())
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(latch.waiting()).isEmpty();
      assertThat(latch.getCount()).isEqualTo(1);
    }
  }

  @Test
  void manyAtOnceStopAtZero() throws Exception {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedLatch latch = make(process, Integer.MAX_VALUE);
      latch.countDown(0);
      latch.countDown(Integer.MAX_VALUE - 2);
      assertThat(latch.getCount()).isEqualTo(2);
      latch.countDown(Integer.MAX_VALUE);
      latch.countDown();
      assertThat(latch.getCount()).isZero();
      latch.await();
    }
  }

  @Test
  void aLatchOfZeroIsOpen() throws Exception {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      make(process, 0).await();
    }
  }

  @Test
  void impossibleCountsAreRefused() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      assertThatThrownBy(() -> make(process, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a latch counts down from 0 to 2147483647, not from -1");
      SharedLatch latch = make(process, 1);
      assertThatThrownBy(() -> latch.countDown(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("latch 'x': cannot count down by -1");
    }
  }

  private static SharedLatch make(InProcess process, int count) throws IOException {
    return (SharedLatch) process.make(ObjectKind.LATCH, count);
  }
}
