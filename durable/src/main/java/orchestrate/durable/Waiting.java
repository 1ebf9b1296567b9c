package orchestrate.durable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * The threads of this process that wait for a queue, and its end: to close it is to wait until all
 * have left. Thread-safe.
 */
final class Waiting {
  private final Path folder;
  private final ControlFile control;
  private final Signals signals;
  private final WaitStrategy strategy = WaitStrategy.current();
  private final ReentrantReadWriteLock presence = new ReentrantReadWriteLock();
  private volatile boolean closed;

  Waiting(Path folder, ControlFile control, Signals signals) {
    this.folder = folder;
    this.control = control;
    this.signals = signals;
  }

  boolean isClosed() {
    return closed;
  }

  void checkOpen() {
    if (closed) {
      throw new QueueClosedException(folder);
    }
  }

  /** Waits until there may be an element; false if the time is over. */
  boolean forElement(Position position, Deadline deadline) throws InterruptedException {
    BooleanSupplier isNone =
        () -> {
          int written = (int) control.written();
          return position.isAtEnd()
              && !strategy.spin(control.segment(), ControlFile.WRITTEN_LOW, written);
        };
    BooleanSupplier mayCome = () -> !control.isEnded() && position.isAtEnd();
    return await(isNone, signals.elements(), mayCome, deadline);
  }

  /** Waits until there may be room; false if the time is over. */
  boolean forRoom(BooleanSupplier isFull, Deadline deadline) throws InterruptedException {
    return await(() -> true, signals.room(), isFull, deadline);
  }

  /** Waits until all may be done; false if the time is over. */
  boolean forTasks(Tasks tasks, Deadline deadline) throws InterruptedException {
    return await(() -> true, signals.done(), () -> !tasks.isAllDone(), deadline);
  }

  /** Does something that must not happen while the queue is being closed; false if it is closed. */
  boolean ifOpen(Runnable action) {
    Lock here = presence.readLock();
    here.lock();
    try {
      if (closed) {
        return false;
      }
      action.run();
      return true;
    } finally {
      here.unlock();
    }
  }

  /** Closes the queue when all have left. */
  interface Closing {
    void run() throws IOException;
  }

  /** Ends all waits, and then does that, once. */
  void close(Closing closing) throws IOException {
    synchronized (presence) {
      if (closed) {
        return;
      }
      closed = true;
    }
    signals.raiseAll();
    presence.writeLock().lock();
    try {
      closing.run();
    } finally {
      presence.writeLock().unlock();
    }
  }

  private boolean await(
      BooleanSupplier worthIt, Signal signal, BooleanSupplier needed, Deadline deadline)
      throws InterruptedException {
    if (deadline.expired()) {
      return false;
    }
    Lock here = presence.readLock();
    here.lockInterruptibly();
    try {
      checkOpen();
      if (worthIt.getAsBoolean()) {
        int prepared = signal.prepare();
        if (!closed && needed.getAsBoolean()) {
          signal.await(prepared, deadline);
        }
      }
      return true;
    } finally {
      here.unlock();
    }
  }
}
