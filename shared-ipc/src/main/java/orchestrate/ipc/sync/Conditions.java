package orchestrate.ipc.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import orchestrate.ipc.object.Waiters;

/**
 * The conditions of one lock: all wait in the same places, tagged by the number of the condition.
 */
final class Conditions {
  private final Waiters waiters;
  private final Monitor monitor;
  private final Object lock;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param lock what to call it in messages
   */
  Conditions(Waiters waiters, Monitor monitor, Object lock) {
    this.waiters = waiters;
    this.monitor = monitor;
    this.lock = lock;
  }

  SharedCondition next() {
    int number = next.getAndIncrement();
    if (number >= SharedCondition.MAX) {
      throw new IllegalStateException(
          "%s has %d conditions, and this process has asked for one more: keep them, or name them by number"
              .formatted(lock, SharedCondition.MAX));
    }
    return get(number);
  }

  SharedCondition get(int number) {
    Objects.checkIndex(number, SharedCondition.MAX);
    return new SharedCondition(number, waiters, monitor, lock);
  }

  /** Has all look again, whatever they wait for. */
  void callAll() {
    waiters.callAll(0, Waiters.MAX_TAG);
  }

  /** A signal that was for the dead is given to the next. */
  void recover(int slot, int generation) {
    waiters.recoverAndPassOn(slot, generation);
  }

  void wakeCalled() {
    waiters.wakeCalled();
  }
}
