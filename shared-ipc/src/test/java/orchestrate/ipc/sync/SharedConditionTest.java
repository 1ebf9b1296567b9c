package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.FutexWait;
import orchestrate.ipc.wait.WaitStrategy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({
  "LockNotBeforeTry", // a test that fails ends the lock too
  "WaitNotInLoop", // what ends a wait is what is tested
  "JavaUtilDate" // the interface wants it
})
class SharedConditionTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";
  private static final Duration LONG = Duration.ofDays(1);

  @TempDir Path folder;
  private InProcess process;
  private SharedLock one;
  private SharedLock two;
  private SharedCondition condition;

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
    one = (SharedLock) process.make(ObjectKind.LOCK, 0);
    two = (SharedLock) process.openForTwo(ObjectKind.LOCK, 0);
    condition = one.condition(0);
  }

  @AfterEach
  void close() {
    process.close();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aSignalEndsTheLongestWait(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    List<Integer> ended = Collections.synchronizedList(new ArrayList<>());
    List<Running<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      SharedLock lock = i % 2 == 0 ? two : one;
      waiters.add(
          waiting(
              lock,
              i,
              () -> {
                lock.condition(0).await();
                ended.add(number);
                return null;
              }));
    }
    for (int i = 0; i < 2; i++) {
      signal();
      waiters.get(i).result().get();
    }
    assertThat(ended).containsExactly(0, 1);
    one.lock();
    condition.signalAll();
    one.unlock();
    waiters.get(2).result().get();
    waiters.get(3).result().get();
    assertThat(ended).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(condition.waiting()).isEmpty();
    signal(); // nobody there: it is forgotten
    one.lock();
    assertThat(condition.await(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void conditionsAreApart() throws Exception {
    SharedCondition other = one.condition(1);
    Running<Void> waiter = awaiting(two);
    one.lock();
    other.signalAll();
    other.signal();
    one.unlock();
    assertThat(condition.waiting()).hasSize(1);
    assertThat(other.waiting()).isEmpty();
    assertThat(one.waiting()).as("of the lock itself").isEmpty();
    signal();
    waiter.result().get();
  }

  @Test
  void whoCountsConditionsAlikeMeansTheSame() {
    assertThat(one.newCondition()).hasToString("condition 0 of lock 'x' (free)");
    assertThat(one.newCondition()).hasToString("condition 1 of lock 'x' (free)");
    assertThat(two.newCondition()).hasToString("condition 0 of lock 'x' (free)");
    for (int i = 2; i < SharedCondition.MAX; i++) {
      one.newCondition();
    }
    assertThatThrownBy(one::newCondition)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has 16 conditions");
    assertThatThrownBy(() -> one.condition(16)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void itIsForThoseWhoHoldTheLock() {
    two.lock();
    List<ThrowingCallable> calls =
        List.of(
            () -> condition.await(),
            () -> condition.awaitUninterruptibly(),
            () -> condition.awaitNanos(1),
            () -> condition.await(1, TimeUnit.DAYS),
            () -> condition.awaitUntil(new Date(0)),
            () -> condition.signal(),
            () -> condition.signalAll());
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalMonitorStateException.class)
          .hasMessageContaining("held by two");
    }
    assertThat(condition.waiting()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aWaitReleasesTheLockHoweverOftenItIsHeld(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    Running<Integer> waiter =
        waiting(
            two,
            0,
            () -> {
              two.lock();
              two.lock();
              two.condition(0).await();
              int holds = two.getHoldCount();
              two.unlock();
              two.unlock();
              return holds;
            });
    signal();
    assertThat(waiter.result().get()).isEqualTo(3);
    assertThat(one.isLocked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void timedWaitsTellWhetherTheTimeIsUp(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    one.lock();
    assertThat(condition.awaitNanos(1_000_000)).isNotPositive();
    assertThat(condition.awaitNanos(-1)).isNotPositive();
    assertThat(condition.await(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(condition.awaitUntil(new Date(System.currentTimeMillis() + 1))).isFalse();
    assertThat(condition.awaitUntil(new Date(0))).isFalse();
    assertThat(one.getHoldCount()).isEqualTo(1);
    one.unlock();
    assertThat(condition.waiting()).isEmpty();

    SharedCondition same = two.condition(0);
    assertThat(signalled(() -> same.awaitNanos(LONG.toNanos()) > 0)).isTrue();
    assertThat(signalled(() -> same.awaitNanos(Long.MAX_VALUE) > 0)).isTrue();
    assertThat(signalled(() -> same.await(1, TimeUnit.DAYS))).isTrue();
    assertThat(signalled(() -> same.awaitUntil(new Date(Long.MAX_VALUE)))).isTrue();
  }

  private boolean signalled(Callable<Boolean> await) throws Exception {
    Running<Boolean> waiter = waiting(two, 0, await);
    signal();
    return waiter.result().get();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anInterruptBeforeTheSignalUsesNoneUp(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    Running<Boolean> first =
        waiting(
            two,
            0,
            () -> {
              try {
                two.condition(0).await();
                return false;
              } catch (InterruptedException e) {
                return two.isHeldByCurrentThread();
              }
            });
    Running<Void> second = waitingBehind(1);
    one.lock();
    first.thread().interrupt();
    Eventually.await(() -> condition.waiting().size() == 1);
    condition.signal();
    one.unlock();
    assertThat(first.result().get()).isTrue();
    second.result().get();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anInterruptAfterTheSignalIsKeptForLater(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    Running<Boolean> waiter =
        waiting(
            two,
            0,
            () -> {
              two.condition(0).await();
              return Thread.interrupted();
            });
    one.lock();
    condition.signal();
    waiter.thread().interrupt();
    one.unlock();
    assertThat(waiter.result().get()).isTrue();
  }

  @Test
  void oneWhoIsInterruptedAlreadyDoesntWait() {
    one.lock();
    List<ThrowingCallable> waits =
        List.of(
            () -> condition.await(),
            () -> condition.awaitNanos(1),
            () -> condition.await(1, TimeUnit.DAYS),
            () -> condition.awaitUntil(new Date(0)));
    for (ThrowingCallable wait : waits) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(wait).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(one.isHeldByCurrentThread()).isTrue();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void anUninterruptibleWaitGoesOn(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    Running<Boolean> waiter =
        waiting(
            two,
            0,
            () -> {
              Thread.currentThread().interrupt();
              two.condition(0).awaitUninterruptibly();
              return Thread.interrupted();
            });
    waiter.thread().interrupt();
    signal();
    assertThat(waiter.result().get()).isTrue();
  }

  @Test
  void aSignalForOneWhoDiesGoesToTheNext() throws Exception {
    stoppedWaiter(process.two);
    stoppedWaiter(process.two);
    Running<Void> next = waitingBehind(2);
    one.lock();
    condition.signal();
    die(process.two);
    one.unlock();
    next.result().get();
    assertThat(condition.waiting()).isEmpty();
  }

  @Test
  void aSignalIsNotSpentOnTheDead() throws Exception {
    stoppedWaiter(process.two);
    Running<Void> next = waitingBehind(1);
    die(process.two);
    signal();
    next.result().get();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void whoWaitsLooksAgainWhenTheHolderDies(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    Running<Boolean> waiter =
        waiting(
            one,
            0,
            () -> {
              one.condition(5).await();
              return one.abandonedBy().map(Participant::label).equals(Optional.of("two"));
            });
    two.lock();
    die(process.two);
    assertThat(waiter.result().get()).isTrue();
  }

  @Test
  void aCallWhoseCallerDiedIsWokenAfterAll() throws Exception {
    Running<Void> waiter = awaiting(one);
    // The caller is killed before it wakes whom it called: so nobody is woken here.
    Waiters silent = places(process.two, new Silent());
    assertThat(silent.callFirst(0)).isTrue();
    one.wakeAll();
    waiter.result().get();
  }

  @Test
  void whoFindsNoPlaceKeepsTheLock() {
    Waiters places = places(process.two, new FutexWait());
    for (int i = 0; i < Waiters.PLACES; i++) {
      places.enter(3);
    }
    one.lock();
    assertThatThrownBy(() -> condition.await())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "1024 threads wait on its conditions already, there is no place for one more");
    assertThat(one.isHeldByCurrentThread()).isTrue();
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aWaitEndsWhenTheSessionIsClosed(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    Running<Void> waiter = awaiting(two);
    two.close();
    assertThatThrownBy(() -> waiter.result().get())
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'x' can't be used any more: its session was closed");
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void nothingIsLostBetweenManyThreads(WaitStrategy strategy) throws Exception {
    reopen(strategy);
    int[] stock = new int[1];
    List<Running<Void>> threads = new ArrayList<>();
    for (SharedLock lock : List.of(one, two)) {
      threads.add(moving(lock, stock, 1, 0, 1));
      threads.add(moving(lock, stock, -1, 1, 0));
    }
    for (Running<Void> thread : threads) {
      thread.result().get();
    }
    assertThat(stock[0]).isZero();
  }

  /** Fills or empties a stock that has room for two. */
  private static Running<Void> moving(
      SharedLock lock, int[] stock, int change, int awaited, int signalled) {
    return InProcess.start(
        () -> {
          for (int i = 0; i < 300; i++) {
            lock.lock();
            while (stock[0] + change < 0 || stock[0] + change > 2) {
              lock.condition(awaited).await();
            }
            stock[0] += change;
            lock.condition(signalled).signal();
            lock.unlock();
          }
          return null;
        });
  }

  private void signal() {
    one.lock();
    condition.signal();
    one.unlock();
  }

  private Running<Void> awaiting(SharedLock lock) {
    return waiting(
        lock,
        0,
        () -> {
          lock.condition(0).await();
          return null;
        });
  }

  private Running<Void> waitingBehind(int others) {
    return waiting(
        one,
        others,
        () -> {
          one.condition(0).await();
          return null;
        });
  }

  /** Does something that waits while it has the lock, and returns when it waits behind others. */
  private <T> Running<T> waiting(SharedLock lock, int others, Callable<T> task) {
    Running<T> running =
        InProcess.start(
            () -> {
              lock.lock();
              T result = task.call();
              lock.unlock();
              return result;
            });
    Waiters places = places(process.one, new FutexWait());
    Eventually.await(() -> places.list().size() == others + 1 && !one.isLocked());
    return running;
  }

  /** A waiter of a process that was stopped just now. */
  private void stoppedWaiter(Keeper keeper) {
    assertThat(places(keeper, new FutexWait()).enter(0)).isNotEqualTo(Waiters.NO_PLACE);
  }

  private Waiters places(Keeper keeper, WaitStrategy strategy) {
    return new Waiters(
        one.region().segment(), SharedLock.CONDITIONS_OFFSET, keeper.member(), strategy);
  }

  private void die(Keeper keeper) {
    keeper.beginLeaving();
    one.recover(keeper.member().slot(), keeper.member().generation());
    one.wakeAll();
  }

  private static final class Silent implements WaitStrategy {
    @Override
    public boolean spin(MemorySegment segment, long offset, int expected) {
      throw new AssertionError();
    }

    @Override
    public void await(MemorySegment segment, long offset, int expected, Deadline deadline) {
      throw new AssertionError();
    }

    @Override
    public void wake(MemorySegment segment, long offset, int count) {}
  }
}
