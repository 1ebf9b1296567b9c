package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.FutexWait;
import orchestrate.ipc.wait.WaitStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class SharedBarrierTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void everyGenerationGathersAllParties(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      Running<Integer> other = InProcess.start(() -> sumOfIndices(two));
      int sum = sumOfIndices(one);
      assertThat(sum + other.result().get()).isEqualTo(500);
      assertThat(one.getNumberWaiting()).isZero();
      assertThat(one.isBroken()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aTimeoutBreaksItForAll(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 3);
      SharedBarrier two = two(process, 3);
      Running<Integer> other = InProcess.start(() -> two.await());
      Eventually.await(() -> one.getNumberWaiting() == 1);
      assertThatThrownBy(() -> one.await(Duration.ofMillis(5)))
          .isInstanceOf(TimeoutException.class)
          .hasMessageMatching(
              "barrier 'x': waited 0\\.\\d+ s of 0\\.005 s allowed; 2 of 3 parties arrived;"
                  + " registered: one \\(pid \\d+\\), two \\(pid \\d+\\)");
      assertThatThrownBy(() -> other.result().get())
          .hasCauseInstanceOf(BrokenBarrierException.class)
          .cause()
          .hasMessageMatching(
              "barrier 'x' is broken: one \\(pid \\d+\\) waited too long"
                  + " when 2 of 3 parties had arrived");
      assertThatThrownBy(one::await).isInstanceOf(BrokenBarrierException.class);
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anInterruptBreaksItForAll(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier barrier = make(process, 3);
      Running<Integer> interrupted = InProcess.start(() -> barrier.await());
      Running<Integer> other = InProcess.start(() -> barrier.await());
      Eventually.await(() -> barrier.getNumberWaiting() == 2);
      interrupted.thread().interrupt();
      assertThatThrownBy(() -> interrupted.result().get())
          .hasCauseInstanceOf(InterruptedException.class);
      assertThatThrownBy(() -> other.result().get())
          .cause()
          .hasMessageContaining("was interrupted when 2 of 3 parties had arrived");
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void resetBreaksItForThoseWhoWaitAndStartsAnew(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier barrier = make(process, 2);
      Running<Integer> waiter = InProcess.start(() -> barrier.await());
      Eventually.await(() -> barrier.getNumberWaiting() == 1);
      barrier.reset();
      assertThatThrownBy(() -> waiter.result().get())
          .hasCauseInstanceOf(BrokenBarrierException.class);
      Running<Integer> next = InProcess.start(() -> barrier.await());
      assertThat(barrier.await() + next.result().get()).isEqualTo(1);
    }
  }

  @Test
  void interruptedOnArrivalBreaksIt() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedBarrier barrier = make(process, 2);
      Thread.currentThread().interrupt();
      assertThatThrownBy(barrier::await).isInstanceOf(InterruptedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(barrier.isBroken()).isTrue();
    }
  }

  @Test
  void withdrawingARegistrationBreaksIt() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      one.withdraw();
      assertThat(one.isBroken()).isFalse();
      two.register();
      two.withdraw();
      assertThat(one.toString())
          .matches(
              "barrier 'x' \\(broken: two \\(pid \\d+\\) withdrew"
                  + " when 0 of 2 parties had arrived\\)");
    }
  }

  @Test
  void leavingWhileRegisteredBreaksItButNotTheNextGeneration() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      int slot = process.two.member().slot();
      int generation = process.two.member().generation();
      two.register();
      one.recover(slot, generation);
      assertThat(one.isBroken()).as("the living are spared").isFalse();
      process.two.beginLeaving();
      one.recover(slot, generation);
      assertThatThrownBy(one::await).hasMessageContaining("left the session");
      one.reset();
      one.recover(slot, generation);
      assertThat(one.isBroken()).isFalse();
    }
  }

  private static int sumOfIndices(SharedBarrier barrier) throws Exception {
    int sum = 0;
    for (int i = 0; i < 500; i++) {
      sum += barrier.await();
    }
    return sum;
  }

  private static SharedBarrier make(InProcess process, int parties) throws IOException {
    return (SharedBarrier) process.make(ObjectKind.BARRIER, parties);
  }

  private static SharedBarrier two(InProcess process, int parties) throws IOException {
    return (SharedBarrier) process.openForTwo(ObjectKind.BARRIER, parties);
  }
}
