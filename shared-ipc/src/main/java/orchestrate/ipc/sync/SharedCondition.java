package orchestrate.ipc.sync;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.wait.Deadline;

/**
 * Where threads of any process wait for something that a lock guards to change: {@link Condition}
 * across processes, and no death keeps the others waiting.
 *
 * <pre>{@code
 * SharedLock lock = session.lock("stock");
 * SharedCondition filled = lock.newCondition();
 *
 * lock.lock();                                // who takes
 * try {
 *   while (stock.isEmpty()) {
 *     filled.await();
 *   }
 *   stock.take();
 * } finally {
 *   lock.unlock();
 * }
 *
 * lock.lock();                                // who fills, in another process
 * try {
 *   stock.fill();
 *   filled.signal();
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p><b>Deaths.</b> A signal is for the one who has waited longest. If that one dies before it is
 * back and has the lock, the signal goes to the next. If a process dies while it holds the lock, it
 * may have changed something and not come to signal it: all who wait on any condition of the lock
 * wake up, to look again, and find the lock {@linkplain SharedLock#abandonedBy() abandoned}. So the
 * wait must be in a loop, as with every {@link Condition}: it may end without a signal.
 *
 * <p>Every method but {@link #waiting()} is for a thread that holds the lock, else it throws {@link
 * IllegalMonitorStateException}. A wait releases the lock, however often it is held, and holds it
 * as often when it ends, by whatever: also when interrupted it first waits for the lock. A thread
 * that is interrupted before it is signalled throws {@link InterruptedException} and uses up no
 * signal; one that is signalled first returns normally and stays interrupted. Up to {@link
 * Waiters#PLACES} threads can wait on the conditions of a lock; one more gets an {@link
 * IllegalStateException} and keeps the lock, since it couldn't be signalled.
 *
 * <p>Thread-safe. What a thread did before it released the lock, by waiting or unlocking,
 * happens-before what another does after its wait.
 *
 * <h2>How it works</h2>
 *
 * <p>There is no counter: each waiter has a place in {@link Waiters}, taken while it holds the
 * lock, whose tag is the number of the condition. To signal is to change a place by compare-and-set
 * from waiting to called, and to give up is to change it from waiting to free, so it is always
 * clear which came first. A called place is freed when its thread has the lock again: until then
 * its death can be seen to take a signal with it. (Conditions that count waiters and signals, as in
 * POSIX, can't tell whose signal was lost.)
 */
@SuppressWarnings("WaitNotInLoop") // the loop is our callers'
public final class SharedCondition implements Condition {
  /** How many conditions a lock has. */
  public static final int MAX = 16;

  private enum Outcome {
    SIGNALLED,
    TIMED_OUT,
    INTERRUPTED
  }

  private final int number;
  private final Waiters waiters;
  private final Monitor monitor;
  private final Object lock;

  SharedCondition(int number, Waiters waiters, Monitor monitor, Object lock) {
    this.number = number;
    this.waiters = waiters;
    this.monitor = monitor;
    this.lock = lock;
  }

  @Override
  public void await() throws InterruptedException {
    awaitBefore(Deadline.never());
  }

  /** Waits as long as it takes, also when interrupted. */
  @Override
  public void awaitUninterruptibly() {
    monitor.checkMayWait();
    try (Patience patience = Patience.uninterruptible()) {
      await(patience);
    }
  }

  /**
   * Waits for a limited time.
   *
   * @return what is left of it, an estimate; 0 or less if nothing is
   */
  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    Deadline deadline = Deadline.after(Duration.ofNanos(nanos));
    awaitBefore(deadline);
    return deadline.remainingNanos();
  }

  /** Waits for a limited time; false if that ended the wait. */
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return await(Duration.of(time, unit.toChronoUnit()));
  }

  /** Waits for a limited time; false if that ended the wait. */
  public boolean await(Duration allowed) throws InterruptedException {
    return awaitBefore(Deadline.after(allowed));
  }

  /**
   * Waits until a date; false if that ended the wait. How long that is, is asked once: setting the
   * clock meanwhile changes nothing.
   */
  @Override
  @SuppressWarnings("JavaUtilDate") // the interface wants it
  public boolean awaitUntil(Date date) throws InterruptedException {
    return await(Duration.ofMillis(date.getTime() - System.currentTimeMillis()));
  }

  /** Ends the longest wait. */
  @Override
  public void signal() {
    monitor.checkHeld();
    waiters.callFirst(number);
  }

  /** Ends all waits. */
  @Override
  public void signalAll() {
    monitor.checkHeld();
    waiters.callAll(number, number);
  }

  /** The threads that wait here, of any process, the longest wait first. */
  public List<Waiter> waiting() {
    return waiters.list().stream().filter(waiter -> waiter.tag() == number).toList();
  }

  @Override
  public String toString() {
    return "condition %d of %s".formatted(number, lock);
  }

  private boolean awaitBefore(Deadline deadline) throws InterruptedException {
    monitor.checkMayWait();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return switch (await(Patience.until(deadline))) {
      case SIGNALLED -> true;
      case TIMED_OUT -> false;
      case INTERRUPTED -> throw new InterruptedException();
    };
  }

  private Outcome await(Patience patience) {
    int place = waiters.enter(number);
    if (place == Waiters.NO_PLACE) {
      throw new IllegalStateException(
          "%s: %d threads wait on its conditions already, there is no place for one more"
              .formatted(this, Waiters.PLACES));
    }
    int holds = monitor.releaseAll();
    Outcome outcome = Outcome.SIGNALLED;
    try {
      outcome = awaitCall(place, patience);
    } catch (IllegalStateException e) {
      throw monitor.explained(e);
    } finally {
      monitor.takeBack(holds);
      if (outcome == Outcome.SIGNALLED) {
        waiters.exit(place);
      }
    }
    return outcome;
  }

  /** Keeps the place if it was called, else leaves it. */
  private Outcome awaitCall(int place, Patience patience) {
    try {
      while (!waiters.isCalled(place)) {
        if (patience.isOver() && waiters.exitUncalled(place)) {
          return Outcome.TIMED_OUT;
        }
        waiters.awaitCall(place, patience);
      }
    } catch (InterruptedException e) {
      if (waiters.exitUncalled(place)) {
        return Outcome.INTERRUPTED;
      }
      Thread.currentThread().interrupt(); // the signal came first
    }
    return Outcome.SIGNALLED;
  }
}
