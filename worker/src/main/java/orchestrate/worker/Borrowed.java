package orchestrate.worker;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;
import org.jspecify.annotations.Nullable;

/**
 * The semaphores and locks that a task was given, so that it keeps nothing of them when it has
 * ended: its process lives on. Thread-safe.
 */
public final class Borrowed {
  private final Supplier<PrintStream> log;
  private @Nullable Map<SharedSemaphore, Integer> semaphores;
  private @Nullable Set<SharedLock> locks;

  /**
   * @param log where the task is told what it has kept; asked for only then
   */
  public Borrowed(Supplier<PrintStream> log) {
    this.log = log;
  }

  /** The task may take permits of it. */
  public synchronized SharedSemaphore lend(SharedSemaphore semaphore) {
    if (semaphores == null) {
      semaphores = new HashMap<>();
    }
    semaphores.computeIfAbsent(semaphore, SharedSemaphore::held);
    return semaphore;
  }

  /** The task may lock it. */
  public synchronized SharedLock lend(SharedLock lock) {
    if (locks == null) {
      locks = new HashSet<>();
    }
    if (!lock.isHeldByCurrentThread()) { // else a task that waits for this one has it
      locks.add(lock);
    }
    return lock;
  }

  /** The task has ended. To be called by its thread. */
  public synchronized void giveBack() {
    giveBackPermits();
    unlock();
  }

  /**
   * A task that ends with permits in its hands would keep them as long as its worker lives. Only
   * this task takes permits in this session, and if it is a subtask those that wait for it have: a
   * lane runs one task at a time.
   */
  private void giveBackPermits() {
    if (semaphores == null) {
      return;
    }
    semaphores.forEach(
        (semaphore, before) -> {
          int held = semaphore.held() - before;
          if (held > 0) {
            semaphore.release(held);
            log.get()
                .printf(
                    "orchestrate: the task ended with %d of %s; they were given back%n",
                    held, semaphore);
          }
        });
  }

  /**
   * A task that ends with a lock in its hands would leave it to the next task of this thread, and
   * to nobody else.
   */
  private void unlock() {
    if (locks == null) {
      return;
    }
    for (SharedLock lock : locks) {
      if (lock.isHeldByCurrentThread()) {
        while (lock.isHeldByCurrentThread()) {
          lock.unlock();
        }
        log.get().printf("orchestrate: the task ended with %s; it was unlocked%n", lock);
      }
    }
  }
}
