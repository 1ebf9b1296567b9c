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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
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

@SuppressWarnings({
  "LockNotBeforeTry", // a test that fails ends the lock too
  "WaitNotInLoop" // what ends a wait is what is tested
})
class SharedReadWriteLockTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";
  private static final Duration SHORT = Duration.ofMillis(10);

  @TempDir Path folder;
  private InProcess process;
  private SharedReadWriteLock one;
  private SharedReadWriteLock two;

  @BeforeEach
  void open() throws IOException {
    open(new FutexWait());
  }

  private void reopen(WaitStrategy strategy) throws IOException {
    close();
    open(strategy);
  }

  private void open(WaitStrategy strategy) throws IOException {
    process = new InProcess(Files.createTempDirectory(folder, "session"), strategy);
    one = (SharedReadWriteLock) process.make(ObjectKind.READ_WRITE_LOCK, 0);
    two = (SharedReadWriteLock) process.openForTwo(ObjectKind.READ_WRITE_LOCK, 0);
  }

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void moreReadersThanItCanCountAreRefused() throws Exception {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 131_070; i++) {
        readers.execute(one.readLock()::lock);
      }
    }
    assertThat(one.getReadLockCount()).isEqualTo(131_070);
    assertThat(one.isWriteLocked()).isFalse();
    for (Lock more : List.of(one.readLock(), two.readLock())) {
      assertThatThrownBy(more::tryLock).isInstanceOf(Error.class).hasMessageContaining("131,070");
      assertThatThrownBy(more::lock).isInstanceOf(Error.class).hasMessageContaining("131,070");
    }
    assertThat(two.writeLock().tryLock()).isFalse();
    assertThat(one.getReadLockCount()).isEqualTo(131_070);
  }

  @Test
  void manyReadOrOneWrites() {
    assertThat(one).hasToString("read-write lock 'x' (free)");
    one.readLock().lock();
    assertThat(two.readLock().tryLock()).isTrue();
    assertThat(one.getReadLockCount()).isEqualTo(2);
    assertThat(inAnotherThread(one.readLock())).isTrue();
    assertThat(inAnotherThread(one.writeLock())).isFalse();
    assertThat(one.toString())
        .matches(
            "read-write lock 'x' \\(read by 1 of one \\(pid \\d+\\),"
                + " read by 1 of two \\(pid \\d+\\)\\)");
    one.readLock().unlock();
    two.readLock().unlock();
    two.writeLock().lock();
    assertThat(one.isWriteLocked()).isTrue();
    assertThat(one.writer()).map(Participant::label).hasValue("two");
    assertThat(one.holders()).hasSize(1).containsValue(1);
    assertThat(one.getReadLockCount()).isZero();
    assertThat(one.toString()).matches("read-write lock 'x' \\(written by two \\(pid \\d+\\)\\)");
    assertThat(one.readLock().tryLock()).isFalse();
    assertThat(one.writeLock().tryLock()).isFalse();
    assertThat(inAnotherThread(two.readLock())).isFalse();
    two.writeLock().unlock();
    assertThat(one.isWriteLocked()).isFalse();
    assertThat(one.writer()).isEmpty();
    assertThat(one.holders()).isEmpty();
  }

  @Test
  void whoHasItMayTakeItAgain() throws Exception {
    for (LockSide side : List.of(one.writeLock(), one.readLock())) {
      side.lock();
      assertThat(side.tryLock()).isTrue();
      side.lockInterruptibly();
      side.lock(SHORT);
      assertThat(side.tryLock(1, TimeUnit.NANOSECONDS)).isTrue();
      for (int i = 0; i < 5; i++) {
        assertThat(two.writeLock().tryLock()).isFalse();
        side.unlock();
      }
      assertThat(two.writeLock().tryLock()).isTrue();
      two.writeLock().unlock();
    }
  }

  @Test
  void onlyWhoHasItMayReleaseIt() {
    one.readLock().lock();
    assertThatThrownBy(two.readLock()::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageMatching(
            "read-write lock 'x' \\(read by 1 of one \\(pid \\d+\\)\\):"
                + " thread \\d+ of this process doesn't hold the read lock");
    assertThatThrownBy(one.writeLock()::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageEndingWith("doesn't hold the write lock");
    assertThatThrownBy(one::markConsistent).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(one.getReadLockCount()).isEqualTo(1);
  }

  @Test
  void aReaderReadsAgainWhileAWriterWaits() throws Exception {
    one.readLock().lock();
    Running<Void> writer = locking(two.writeLock());
    Eventually.await(() -> one.getQueueLength() == 1);
    one.readLock().lock();
    assertThat(one.readLock().getHoldCount()).isEqualTo(2);
    assertThat(two.readLock().tryLock(SHORT)).as("behind the writer").isFalse();
    assertThat(two.readLock().tryLock()).as("without queueing up").isTrue();
    two.readLock().unlock();
    one.readLock().unlock();
    one.readLock().unlock();
    writer.result().get();
  }

  @Test
  void aWriterMayGoOnReading() throws Exception {
    one.writeLock().lock();
    one.readLock().lock();
    one.readLock().lock();
    Running<Void> writer = locking(two.writeLock());
    Eventually.await(() -> one.getQueueLength() == 1);
    one.writeLock().unlock();
    assertThat(one.isWriteLocked()).isFalse();
    assertThat(one.getReadLockCount()).isEqualTo(1);
    assertThat(two.readLock().tryLock()).isTrue();
    two.readLock().unlock();
    one.readLock().unlock();
    assertThat(one.getQueueLength()).isEqualTo(1);
    one.readLock().unlock();
    writer.result().get();
  }

  @Test
  void aReadLockTakenInWritingMayBeReleasedFirst() {
    one.writeLock().lock();
    one.readLock().lock();
    one.readLock().unlock();
    assertThat(two.readLock().tryLock()).isFalse();
    one.writeLock().unlock();
    assertThat(two.writeLock().tryLock()).isTrue();
  }

  @Test
  void aReaderWhoWantsToWriteIsToldThatItWouldWaitForItself() throws Exception {
    one.readLock().lock();
    assertThat(one.writeLock().tryLock()).isFalse();
    assertThatThrownBy(() -> one.writeLock().lock())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "read-write lock 'x' \\(read by 1 of one .*\\): thread %d of this process reads, and would wait for itself: release the read lock before taking the write lock"
                .formatted(Thread.currentThread().threadId()));
    assertThatThrownBy(() -> one.writeLock().lockInterruptibly())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> one.writeLock().tryLock(1, TimeUnit.DAYS))
        .isInstanceOf(IllegalStateException.class);
    assertThat(one.readLock().getHoldCount()).isEqualTo(1);
    assertThat(one.waiting()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void allAreServedInOrder(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    one.writeLock().lock();
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    List<Running<Void>> waiters = new ArrayList<>();
    List<Lock> locks =
        List.of(
            one.readLock(),
            two.writeLock(),
            two.readLock(),
            one.writeLock(),
            one.readLock(),
            two.writeLock());
    for (int i = 0; i < locks.size(); i++) {
      int number = i;
      waiters.add(
          InProcess.start(
              () -> {
                locks.get(number).lock();
                served.add(number);
                locks.get(number).unlock();
                return null;
              }));
      Eventually.await(() -> one.getQueueLength() == number + 1);
    }
    one.writeLock().unlock();
    for (Running<Void> waiter : waiters) {
      waiter.result().get();
    }
    assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(one.isFair()).isTrue();
    assertThat(one.hasQueuedThreads()).isFalse();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void readersWhoWaitAreLetInTogether(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    one.writeLock().lock();
    List<Running<Void>> readers = new ArrayList<>();
    for (SharedReadWriteLock lock : List.of(one, two, two)) {
      readers.add(
          InProcess.start(
              () -> {
                lock.readLock().lock();
                Eventually.await(() -> lock.getReadLockCount() == 3);
                return null;
              }));
      int count = readers.size();
      Eventually.await(() -> one.getQueueLength() == count);
    }
    one.writeLock().unlock();
    for (Running<Void> reader : readers) {
      reader.result().get();
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void nobodyReadsWhatIsHalfWritten(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    int[] pair = new int[2];
    int rounds = 300;
    List<Running<Boolean>> threads = new ArrayList<>();
    for (SharedReadWriteLock lock : List.of(one, two)) {
      threads.add(
          InProcess.start(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  lock.writeLock().lock();
                  pair[0]++;
                  Thread.onSpinWait();
                  pair[1]++;
                  lock.writeLock().unlock();
                }
                return true;
              }));
      threads.add(
          InProcess.start(
              () -> {
                boolean whole = true;
                for (int i = 0; i < rounds; i++) {
                  lock.readLock().lock();
                  whole &= pair[0] == pair[1];
                  lock.readLock().unlock();
                }
                return whole;
              }));
    }
    for (Running<Boolean> thread : threads) {
      assertThat(thread.result().get()).isTrue();
    }
    assertThat(pair).containsExactly(2 * rounds, 2 * rounds);
    assertThat(one.holders()).isEmpty();
    assertThat(one.waiting()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aWaitTimesOutAndSaysWhoHolds(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    one.writeLock().lock();
    assertThat(two.readLock().tryLock(SHORT)).isFalse();
    assertThat(two.writeLock().tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
    assertThatThrownBy(() -> two.readLock().lock(SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageMatching(
            "read side of read-write lock 'x' \\(written by one \\(pid \\d+\\)\\):"
                + " waited 0\\.\\d+ s of 0\\.010 s allowed");
    assertThatThrownBy(() -> two.writeLock().lock(SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageStartingWith("write side of");
    assertThat(one.waiting()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void whoGivesUpLetsTheNextPass(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    one.readLock().lock();
    Running<Void> writer = locking(two.writeLock());
    Eventually.await(() -> one.getQueueLength() == 1);
    Running<Void> reader = locking(two.readLock());
    Eventually.await(() -> one.getQueueLength() == 2);
    writer.thread().interrupt();
    assertThatThrownBy(() -> writer.result().get()).hasCauseInstanceOf(InterruptedException.class);
    reader.result().get();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> one.readLock().lockInterruptibly())
        .isInstanceOf(InterruptedException.class);
    assertThat(one.readLock().getHoldCount()).isEqualTo(1);
  }

  @Test
  void theDeathOfAWriterIsToldUntilOneSaysThatAllIsWell() throws Exception {
    two.writeLock().lock();
    two.writeLock().lock();
    Running<Boolean> reader =
        InProcess.start(
            () -> {
              one.readLock().lock();
              boolean told = one.abandonedBy().isPresent();
              one.readLock().unlock();
              return told;
            });
    Eventually.await(() -> one.getQueueLength() == 1);
    die(process.two);
    assertThat(reader.result().get()).isTrue();
    assertThat(one.toString())
        .matches("read-write lock 'x' \\(free; abandoned by two \\(pid \\d+\\)\\)");
    one.readLock().lock();
    assertThatThrownBy(one::markConsistent).isInstanceOf(IllegalMonitorStateException.class);
    one.readLock().unlock();
    one.writeLock().lock();
    assertThat(one.abandonedBy()).map(Participant::label).hasValue("two");
    one.markConsistent();
    assertThat(one.abandonedBy()).isEmpty();
    die(process.two);
    assertThat(one.abandonedBy()).as("told once").isEmpty();
    assertThat(one.writeLock().isHeldByCurrentThread()).isTrue();
    assertThat(one.isWriteLocked()).isTrue();
    two.writeLock().unlock(); // a thread of the dead that still ran
    two.writeLock().unlock();
    assertThat(one.isWriteLocked()).isTrue();
  }

  @Test
  void theDeathOfAReaderLeavesNothingBehind() throws Exception {
    two.writeLock().lock();
    two.readLock().lock();
    two.writeLock().unlock();
    Running<Void> writer = locking(one.writeLock());
    Eventually.await(() -> one.getQueueLength() == 1);
    die(process.two);
    writer.result().get();
    assertThat(one.abandonedBy()).isEmpty();
    assertThat(one.holders()).isEmpty();
  }

  @Test
  void theLivingAreSpared() {
    two.writeLock().lock();
    int slot = process.two.member().slot();
    int generation = process.two.member().generation();
    one.recover(slot, generation);
    process.two.beginLeaving();
    one.recover(slot, generation - 1);
    assertThat(one.isWriteLocked()).isTrue();
    assertThat(one.abandonedBy()).isEmpty();
  }

  @Test
  void aWriterMayWaitForOthersToWrite() throws Exception {
    SharedCondition written = one.writeLock().newCondition();
    Running<Integer> waiter =
        InProcess.start(
            () -> {
              two.writeLock().lock();
              two.writeLock().lock();
              two.writeLock().condition(0).await();
              return two.writeLock().getHoldCount();
            });
    Eventually.await(() -> written.waiting().size() == 1 && !one.isWriteLocked());
    assertThatThrownBy(written::signal).isInstanceOf(IllegalMonitorStateException.class);
    one.writeLock().lock();
    written.signal();
    one.readLock().lock();
    assertThatThrownBy(written::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has the read lock too");
    one.readLock().unlock();
    one.writeLock().unlock();
    assertThat(waiter.result().get()).isEqualTo(2);
    assertThatThrownBy(() -> one.readLock().newCondition())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whoWaitsForAWriterLooksAgainWhenItDies() throws Exception {
    Running<Boolean> waiter =
        InProcess.start(
            () -> {
              one.writeLock().lock();
              one.writeLock().condition(1).await();
              return one.abandonedBy().isPresent();
            });
    SharedCondition condition = one.writeLock().condition(1);
    Eventually.await(() -> condition.waiting().size() == 1 && !one.isWriteLocked());
    two.writeLock().lock();
    die(process.two);
    assertThat(waiter.result().get()).isTrue();
  }

  @Test
  void oneThatWasClosedSaysSo() {
    one.readLock().lock();
    one.close();
    assertThatThrownBy(one.readLock()::unlock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its session was closed");
    assertThatThrownBy(one.writeLock()::lock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its session was closed");
  }

  private static boolean inAnotherThread(Lock lock) {
    try {
      return InProcess.start(
              () -> {
                boolean taken = lock.tryLock();
                if (taken) {
                  lock.unlock();
                }
                return taken;
              })
          .result()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Running<Void> locking(Lock lock) {
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
