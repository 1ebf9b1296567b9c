package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.FutexWait;
import orchestrate.ipc.wait.WaitStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("LockNotBeforeTry") // a test that fails ends the lock too
class SharedLockTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";
  private static final Duration SHORT = Duration.ofMillis(10);

  @TempDir Path folder;
  private InProcess process;
  private SharedLock one;
  private SharedLock two;

  @BeforeEach
  void open() throws IOException {
    open(LockSpec.unfair(), new FutexWait());
  }

  private void reopen(LockSpec spec, WaitStrategy strategy) throws IOException {
    close();
    open(spec, strategy);
  }

  private void open(LockSpec spec, WaitStrategy strategy) throws IOException {
    process = new InProcess(Files.createTempDirectory(folder, "session"), strategy);
    one = (SharedLock) process.make(ObjectKind.LOCK, spec.header().parameters());
    two = (SharedLock) process.openForTwo(ObjectKind.LOCK, spec.header().parameters());
  }

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void oneHasItAndTheOthersSeeWho() throws Exception {
    assertThat(one).hasToString("lock 'x' (free)");
    assertThat(one.owner()).isEmpty();
    one.lock();
    assertThat(two.isLocked()).isTrue();
    assertThat(two.isHeldByCurrentThread()).isFalse();
    assertThat(two.owner()).map(Participant::label).hasValue("one");
    assertThat(two.holders()).hasSize(1).containsValue(1);
    assertThat(two.toString())
        .matches(
            "lock 'x' \\(held by one \\(pid \\d+\\), thread %d\\)"
                .formatted(Thread.currentThread().threadId()));
    assertThat(two.tryLock()).isFalse();
    one.unlock();
    assertThat(two.isLocked()).isFalse();
    assertThat(two.holders()).isEmpty();
    assertThat(two.tryLock()).isTrue();
  }

  @Test
  void whoHasItMayLockItAgain() throws Exception {
    one.lock();
    assertThat(one.tryLock()).isTrue();
    one.lockInterruptibly();
    one.lock(SHORT);
    assertThat(one.tryLock(1, TimeUnit.NANOSECONDS)).isTrue();
    assertThat(one.getHoldCount()).isEqualTo(5);
    for (int i = 4; i >= 0; i--) {
      assertThat(two.isLocked()).isTrue();
      one.unlock();
      assertThat(one.getHoldCount()).isEqualTo(i);
    }
    assertThat(two.isLocked()).isFalse();
  }

  @Test
  void onlyTheThreadThatHasItMayUnlockIt() throws Exception {
    assertThatThrownBy(one::unlock).isInstanceOf(IllegalMonitorStateException.class);
    one.lock();
    assertThatThrownBy(two::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageMatching(
            "lock 'x' \\(held by one \\(pid \\d+\\), thread (\\d+)\\):"
                + " thread \\1 of this process doesn't hold it");
    assertThat(
            InProcess.start(
                    () -> {
                      assertThatThrownBy(one::unlock)
                          .isInstanceOf(IllegalMonitorStateException.class);
                      assertThatThrownBy(one::markConsistent)
                          .isInstanceOf(IllegalMonitorStateException.class);
                      return one.tryLock() || one.isHeldByCurrentThread();
                    })
                .result()
                .get())
        .isFalse();
    assertThat(one.getHoldCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void neverTwoInside(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.unfair(), strategy);
    exclude(20_000);
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void neverTwoInsideAFairOne(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.inOrder(), strategy);
    exclude(300);
  }

  /** Threads of the same and of different participants count, without a lost update. */
  private void exclude(int rounds) throws Exception {
    int[] count = new int[1];
    List<Running<Void>> threads = new ArrayList<>();
    for (SharedLock lock : List.of(one, two, one, two)) {
      threads.add(
          InProcess.start(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  lock.lock();
                  count[0]++;
                  lock.unlock();
                }
                return null;
              }));
    }
    for (Running<Void> thread : threads) {
      thread.result().get();
    }
    assertThat(count[0]).isEqualTo(4 * rounds);
    assertThat(one.isLocked()).isFalse();
    assertThat(one.waiting()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aFairOneServesInOrder(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.inOrder(), strategy);
    one.lock();
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    List<Running<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int number = i;
      SharedLock lock = i % 2 == 0 ? two : one;
      waiters.add(
          InProcess.start(
              () -> {
                lock.lock();
                served.add(number);
                lock.unlock();
                return null;
              }));
      Eventually.await(() -> one.getQueueLength() == number + 1);
    }
    assertThat(one.hasQueuedThreads()).isTrue();
    assertThat(one.isFair()).isTrue();
    one.unlock();
    for (Running<Void> waiter : waiters) {
      waiter.result().get();
    }
    assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(one.hasQueuedThreads()).isFalse();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void inAFairOneOneWhoGivesUpLetsTheNextPass(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.inOrder(), strategy);
    one.lock();
    Running<Void> first = locking(one);
    Eventually.await(() -> one.getQueueLength() == 1);
    Running<Void> second = locking(two);
    Eventually.await(() -> one.getQueueLength() == 2);
    assertThat(two.tryLock(SHORT)).isFalse();
    first.thread().interrupt();
    assertThatThrownBy(() -> first.result().get()).hasCauseInstanceOf(InterruptedException.class);
    one.unlock();
    second.result().get();
    assertThat(one.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aWaitTimesOutAndSaysWhoHolds(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.unfair(), strategy);
    one.lock();
    assertThat(two.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(two.tryLock(-1, TimeUnit.SECONDS)).isFalse();
    assertThatThrownBy(() -> two.lock(SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageMatching(
            "lock 'x' \\(held by one \\(pid \\d+\\), thread \\d+\\):"
                + " waited 0\\.\\d+ s of 0\\.010 s allowed");
    assertThat(one.waiting()).isEmpty();
    one.unlock();
    assertThat(two.tryLock(Duration.ZERO)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anInterruptEndsAWaitThatAllowsIt(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.unfair(), strategy);
    one.lock();
    Running<Void> waiter = locking(two);
    Eventually.await(() -> one.waiting().size() == 1);
    waiter.thread().interrupt();
    assertThatThrownBy(() -> waiter.result().get()).hasCauseInstanceOf(InterruptedException.class);
    one.unlock();
    assertThat(one.isLocked()).isFalse();
    assertThat(one.waiting()).isEmpty();
  }

  @Test
  void oneWhoIsInterruptedAlreadyTakesNothingUnlessItMust() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> one.lockInterruptibly()).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> one.tryLock(1, TimeUnit.DAYS))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> one.lock(SHORT)).isInstanceOf(InterruptedException.class);
    assertThat(one.isLocked()).isFalse();
    Thread.currentThread().interrupt();
    one.lock();
    assertThat(one.tryLock()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anInterruptDoesntEndAWaitThatMustGoOn(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.unfair(), strategy);
    one.lock();
    Running<Boolean> waiter =
        InProcess.start(
            () -> {
              two.lock();
              boolean interrupted = Thread.interrupted();
              two.unlock();
              return interrupted;
            });
    waiter.thread().interrupt();
    Eventually.await(() -> one.waiting().size() == 1);
    one.unlock();
    assertThat(waiter.result().get()).isTrue();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void whoDoesntWaitPassesThoseWhoDo(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.inOrder(), strategy);
    // A place in the queue of one who doesn't come: as if it were stopped just now.
    one.waiters.enter(1);
    assertThat(one.tryLock()).isTrue();
    one.unlock();
    assertThat(one.tryLock(SHORT)).isFalse();
  }

  @Test
  void theNextIsToldOfADeathUntilOneSaysThatAllIsWell() throws Exception {
    two.lock();
    die(process.two);
    assertThat(one.isLocked()).isFalse();
    assertThat(one.toString()).matches("lock 'x' \\(free; abandoned by two \\(pid \\d+\\)\\)");
    one.lock();
    assertThat(one.abandonedBy()).map(Participant::label).hasValue("two");
    one.unlock();
    assertThat(one.tryLock()).isTrue();
    assertThat(one.abandonedBy()).isPresent();
    one.markConsistent();
    assertThat(one.abandonedBy()).isEmpty();
    assertThat(one.isHeldByCurrentThread() && one.isLocked()).isTrue();
    one.markConsistent();
    one.unlock();
    assertThat(one).hasToString("lock 'x' (free)");
  }

  @Test
  void theLastOfTheDeadIsNamed() throws Exception {
    one.lock();
    die(process.one);
    two.lock();
    assertThat(two.abandonedBy()).map(Participant::label).hasValue("one");
    die(process.two);
    assertThat(two.abandonedBy()).map(Participant::label).hasValue("two");
  }

  @Test
  void recoveringIsIdempotentAndSparesTheLiving() throws Exception {
    two.lock();
    int slot = process.two.member().slot();
    int generation = process.two.member().generation();
    one.recover(slot, generation);
    assertThat(one.isLocked()).isTrue();
    process.two.beginLeaving();
    one.recover(slot, generation - 1);
    assertThat(one.isLocked()).isTrue();
    one.recover(slot, generation);
    one.lock();
    one.recover(slot, generation);
    two.recover(slot, generation);
    assertThat(one.owner()).map(Participant::label).hasValue("one");
    two.unlock(); // a thread of the dead that still ran: it frees nothing
    assertThat(one.owner()).map(Participant::label).hasValue("one");
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void whoWaitsGetsItFromTheDead(WaitStrategy strategy) throws Exception {
    for (LockSpec spec : List.of(LockSpec.unfair(), LockSpec.inOrder())) {
      reopen(spec, strategy);
      two.lock();
      Running<Boolean> waiter =
          InProcess.start(
              () -> {
                one.lock();
                return one.abandonedBy().isPresent();
              });
      Eventually.await(() -> one.waiting().size() == 1);
      die(process.two);
      assertThat(waiter.result().get()).isTrue();
    }
  }

  @Test
  void aVirtualThreadWaitsAndUnlocksToo() throws Exception {
    one.lock();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  two.lock();
                  two.unlock();
                });
    Eventually.await(() -> one.waiting().size() == 1);
    one.unlock();
    waiter.join();
    assertThat(one.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void oneThatWasClosedSaysSo(WaitStrategy strategy) throws Exception {
    reopen(LockSpec.unfair(), strategy);
    one.lock();
    Running<Void> waiter = locking(two);
    Eventually.await(() -> one.waiting().size() == 1);
    two.close();
    assertThatThrownBy(() -> waiter.result().get())
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'x' can't be used any more: its session was closed");
    one.close();
    assertThatThrownBy(one::unlock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "'x' can't be used any more: its session was closed,"
                + " and what this process held of it was given back");
    assertThat(one.isHeldByCurrentThread()).isFalse();
  }

  private static Running<Void> locking(SharedLock lock) {
    return InProcess.start(
        () -> {
          lock.lockInterruptibly();
          lock.unlock();
          return null;
        });
  }

  private void die(Keeper keeper) {
    keeper.beginLeaving();
    one.recover(keeper.member().slot(), keeper.member().generation());
    one.wakeAll();
  }
}
