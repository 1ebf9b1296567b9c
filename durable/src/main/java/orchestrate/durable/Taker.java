package orchestrate.durable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import orchestrate.ipc.queue.UndecodableElementException;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Takes elements from a consumer's position on, one process of that consumer at a time.
 * Thread-safe.
 *
 * <p>The position is the only thing that a taker changes, and one word of it, by compare-and-set:
 * so there is nothing to repair when one is killed, and a thread of a dying process that is a
 * little late changes nothing.
 */
final class Taker<E> implements AutoCloseable {
  private final ReentrantLock guard = new ReentrantLock();
  private final ControlFile control;
  private final Permit permit;
  private final Position position;
  private final ElementReader<E> reader;
  private final boolean atMostOnce;
  private final boolean forced;

  Taker(
      ControlFile control,
      Permit permit,
      Position position,
      ElementReader<E> reader,
      DurableSettings settings) {
    this.control = control;
    this.permit = permit;
    this.position = position;
    this.reader = reader;
    this.atMostOnce = settings.delivery() == Delivery.AT_MOST_ONCE;
    this.forced = atMostOnce && settings.durability() == Durability.POWER_LOSS;
  }

  /** From where it takes. */
  Position position() {
    return position;
  }

  /** Takes an element; null if there is none, or it couldn't be had in time. */
  @Nullable E take(Deadline deadline) throws InterruptedException {
    if (position.isAtEnd() || !enter(deadline)) {
      return null;
    }
    try {
      return next();
    } finally {
      exit();
    }
  }

  /**
   * Hands up to {@code most} elements to {@code target}; each counts as taken when that returns.
   *
   * @return how many
   */
  int drain(Consumer<? super E> target, int most) throws InterruptedException {
    if (position.isAtEnd() || !enter(Deadline.never())) {
      return 0;
    }
    try {
      int taken = 0;
      while (taken < most && handOver(target)) {
        taken++;
      }
      return taken;
    } finally {
      exit();
    }
  }

  /** Takes all there is, without looking at it; false if the queue was closed. */
  boolean clear() throws InterruptedException {
    if (!enter(Deadline.never())) {
      return false;
    }
    try {
      position.moveToEnd();
      return true;
    } finally {
      exit();
    }
  }

  @Override
  public void close() {
    guard.lock();
    try {
      reader.close();
    } finally {
      guard.unlock();
    }
  }

  private @Nullable E next() {
    for (long number = fetch(); number >= 0; number = fetch()) {
      if (atMostOnce) {
        if (pass(number)) {
          return reader.decode();
        }
      } else {
        E element = decodeOrSkip(number);
        if (position.move(number)) {
          return element;
        }
      }
    }
    return null;
  }

  /** What can't be decoded must not be the next for ever. */
  private E decodeOrSkip(long number) {
    try {
      return reader.decode();
    } catch (UndecodableElementException e) {
      position.skip(number);
      throw e;
    }
  }

  private boolean handOver(Consumer<? super E> target) {
    for (long number = fetch(); number >= 0; number = fetch()) {
      if (!atMostOnce) {
        target.accept(decodeOrSkip(number));
        position.move(number);
        return true;
      }
      if (pass(number)) {
        target.accept(reader.decode());
        return true;
      }
    }
    return false;
  }

  /** Fetches the element that is next, and says which it is; -1 if there is none. */
  private long fetch() {
    while (true) {
      long number = position.number();
      if (number >= control.written()) {
        return -1;
      }
      try {
        reader.fetch(number);
        return number;
      } catch (DamagedQueueException e) {
        if (position.number() == number) {
          throw e;
        }
        // Somebody cleared the queue meanwhile, and the file was deleted.
      }
    }
  }

  /** Goes past an element for good: it must not be handed out again after a power loss either. */
  private boolean pass(long number) {
    boolean moved = position.move(number);
    if (moved && forced) {
      control.force();
    }
    return moved;
  }

  private boolean enter(Deadline deadline) throws InterruptedException {
    if (!guard.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    boolean entered = false;
    try {
      entered = permit.acquire(deadline);
      return entered;
    } finally {
      if (!entered) {
        guard.unlock();
      }
    }
  }

  private void exit() {
    permit.release();
    guard.unlock();
  }
}
