package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
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

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void theLastToArriveRunsItsActionBeforeAnybodyIsReleased(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      AtomicInteger actions = new AtomicInteger();
      one.setAction(actions::incrementAndGet);
      two.setAction(actions::incrementAndGet);
      Running<Integer> other = InProcess.start(() -> actionsSeen(two, actions));
      assertThat(actionsSeen(one, actions) + other.result().get()).isZero();
      assertThat(actions).hasValue(500);
    }
  }

  /** How often a generation ended with another number of actions than one for each. */
  private static int actionsSeen(SharedBarrier barrier, AtomicInteger actions) throws Exception {
    int wrong = 0;
    for (int i = 1; i <= 500; i++) {
      barrier.await();
      wrong += actions.get() == i ? 0 : 1; // the next can't run before we arrive again
    }
    return wrong;
  }

  @Test
  void theActionIsThatOfTheLastToArrive() throws Exception {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      one.setAction(() -> fail("one isn't the last"));
      Thread[] ran = {null};
      two.setAction(() -> ran[0] = Thread.currentThread());
      Running<Integer> first = InProcess.start(one::await);
      Eventually.await(() -> two.getNumberWaiting() == 1);
      assertThat(two.await()).isZero();
      assertThat(first.result().get()).isEqualTo(1);
      assertThat(ran).containsExactly(Thread.currentThread());
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aFailingActionBreaksIt(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      IllegalStateException failure = new IllegalStateException("no");
      one.setAction(
          () -> {
            throw failure;
          });
      Running<Integer> other = InProcess.start(two::await);
      Eventually.await(() -> one.getNumberWaiting() == 1);
      assertThatThrownBy(one::await).isSameAs(failure);
      assertThatThrownBy(() -> other.result().get())
          .cause()
          .isInstanceOf(BrokenBarrierException.class)
          .hasMessageMatching(
              "barrier 'x' is broken: one \\(pid \\d+\\) failed in the barrier action"
                  + " when 2 of 2 parties had arrived");
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aWaitGivesUpInTimeAlsoWhileTheActionRuns(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      one.setAction(() -> Eventually.await(one::isBroken));
      Running<Integer> other = InProcess.start(() -> two.await(1, TimeUnit.SECONDS));
      Eventually.await(() -> one.getNumberWaiting() == 1);
      assertThatThrownBy(one::await)
          .isInstanceOf(BrokenBarrierException.class)
          .hasMessageMatching(
              "barrier 'x' is broken: two \\(pid \\d+\\) waited too long"
                  + " when 2 of 2 parties had arrived");
      assertThatThrownBy(() -> other.result().get()).hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aResetWhileTheActionRunsBreaksItForAll(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 2);
      SharedBarrier two = two(process, 2);
      Running<Integer> other = InProcess.start(two::await);
      Eventually.await(() -> one.getNumberWaiting() == 1);
      one.setAction(
          () -> {
            assertThat(one.getNumberWaiting()).isEqualTo(2);
            one.reset();
          });
      assertThatThrownBy(one::await).isInstanceOf(BrokenBarrierException.class);
      assertThatThrownBy(() -> other.result().get())
          .hasCauseInstanceOf(BrokenBarrierException.class);
      one.setAction(() -> {});
      Running<Integer> next = InProcess.start(two::await);
      assertThat(one.await() + next.result().get()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void whoComesWhileTheActionRunsIsOfTheNextGeneration(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedBarrier one = make(process, 1);
      SharedBarrier two = two(process, 1);
      List<Running<Integer>> late = new ArrayList<>();
      one.setAction(
          () -> {
            late.add(InProcess.start(two::await));
            Eventually.await(() -> one.waiting().size() == 1);
          });
      assertThat(one.await()).isZero();
      assertThat(late.getFirst().result().get()).isZero();
    }
  }

  @Test
  void theNumberOfAGenerationComesBackToTheFirst() {
    long last = (long) Integer.MAX_VALUE << 1;
    assertThat(BarrierWord.next(last)).isEqualTo(BarrierWord.first());
    long soon = BarrierWord.next(BarrierWord.next(BarrierWord.first()));
    int from = BarrierWord.generation(last) - 1;
    assertThat(BarrierWord.isBetween(from, from, soon)).isFalse();
    assertThat(BarrierWord.isBetween(from, from + 1, soon)).isTrue();
    assertThat(BarrierWord.isBetween(from, 2, soon)).isTrue();
    assertThat(BarrierWord.isBetween(from, 3, soon)).isFalse();
    assertThat(BarrierWord.isBetween(from, from - 64, soon)).isFalse();
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
