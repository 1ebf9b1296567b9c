package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What becomes of the calls of a worker that has died: only the one that it was at is lost. What it
 * had finished counts, what it had not begun with is given to others. In the pool's thread.
 */
final class Losses {
  /** How often in a row workers may die before they take calls. */
  private static final int MOST_FUTILE = 3;

  private final String pool;
  private final ReentrantLock lock;
  private final Home home;
  private final Crew crew;
  private final Backlog backlog;
  private final Replies replies;
  private final Outcomes outcomes;
  private final Consumer<RuntimeException> breakDown;

  /** Guarded by the lock. */
  private int futile;

  /**
   * @param breakDown is told why the pool can't go on
   */
  Losses(
      String pool,
      ReentrantLock lock,
      Home home,
      Crew crew,
      Backlog backlog,
      Replies replies,
      Outcomes outcomes,
      Consumer<RuntimeException> breakDown) {
    this.pool = pool;
    this.lock = lock;
    this.home = home;
    this.crew = crew;
    this.backlog = backlog;
    this.replies = replies;
    this.outcomes = outcomes;
    this.breakDown = breakDown;
  }

  /** A worker has answered. To be called under the lock. */
  void forgiveFutileOnes() {
    futile = 0;
  }

  void notStarted(WorkerHandle worker, IOException failure) {
    lock.lock();
    try {
      crew.remove(worker);
      diedInVain(worker.label() + " could not be started: " + failure.getMessage(), "");
    } finally {
      lock.unlock();
    }
    clearUp(worker);
  }

  void ended(WorkerHandle worker, int exitValue) {
    try {
      worker.killAll(); // What its tasks have started may be there still.
      var _ = replies.takeFrom(worker); // What it has finished before it died counts.
      String tail = requireNonNull(worker.output()).end();
      lock.lock();
      try {
        crew.remove(worker);
        String cause = Autopsy.of(worker, exitValue);
        boolean futility = !worker.isUp() && worker.endedFor() == null;
        lose(worker, cause, tail);
        if (futility) {
          diedInVain(cause, tail);
        }
      } finally {
        lock.unlock();
      }
      clearUp(worker);
    } catch (IOException e) {
      throw new UncheckedIOException("a reply of " + worker.label() + " can't be read", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the thread of a pool", e);
    }
  }

  private void lose(WorkerHandle worker, String cause, String tail) {
    long at = worker.link().current();
    for (Job<?> job : worker.takeAll().reversed()) {
      if (job.isOver()) {
        outcomes.drop(job);
      } else if (job.number() != at || job.mayRetry(cause)) {
        backlog.putBack(job);
      } else {
        String message =
            job.losses().size() == 1
                ? cause
                : "%s; %d attempts: %s"
                    .formatted(cause, job.losses().size(), String.join("; ", job.losses()));
        outcomes.fail(job, new WorkerLostException(message, tail));
      }
    }
  }

  /** Before it took a call: if that goes on, no call will ever be taken. */
  private void diedInVain(String cause, String tail) {
    if (++futile >= MOST_FUTILE) {
      breakDown.accept(
          new WorkerLostException(
              "%s: %d workers in a row died before they took a call; the last: %s"
                  .formatted(pool, futile, cause),
              tail));
    }
  }

  /** Nobody looks for its replies any more. */
  private void clearUp(WorkerHandle worker) {
    try {
      replies.thenNobodyReads(() -> home.discard(worker));
    } catch (IOException e) {
      throw new UncheckedIOException("can't clear up after " + worker.label(), e);
    }
  }
}
