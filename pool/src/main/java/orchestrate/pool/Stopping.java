package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stops calls that nobody waits for, or that take too long: they are interrupted, and after a grace
 * their worker is killed.
 */
final class Stopping {
  private final ReentrantLock lock;
  private final Agenda agenda;
  private final Backlog backlog;
  private final Outcomes outcomes;
  private final Duration grace;

  Stopping(ReentrantLock lock, Agenda agenda, Backlog backlog, Outcomes outcomes, Duration grace) {
    this.lock = lock;
    this.agenda = agenda;
    this.backlog = backlog;
    this.outcomes = outcomes;
    this.grace = grace;
  }

  /** Nobody waits for its result any more. */
  void abandon(Job<?> job, boolean interrupt) {
    lock.lock();
    try {
      if (job.isOver()) {
        return;
      }
      job.end();
      WorkerHandle worker = job.worker();
      if (worker == null) {
        outcomes.drop(job);
      } else if (interrupt) {
        stop(job, worker, "its call was cancelled");
      }
    } finally {
      lock.unlock();
    }
    agenda.order();
  }

  private void stop(Job<?> job, WorkerHandle worker, String reason) {
    if (worker.first() != job) {
      backlog.takeBack(worker);
    }
    if (job.worker() != worker) {
      outcomes.drop(job);
      return;
    }
    worker.link().stop(job.number());
    agenda.after(
        grace,
        () -> {
          if (job.worker() == worker && worker.first() == job) {
            backlog.takeBack(worker);
            worker.kill(reason + ", and did not end within " + text(grace));
          }
        });
    agenda.order(); // Its thread may sleep for longer than that.
  }

  /** A worker has been given the call. To be called under the pool's lock. */
  void watch(Job<?> job) {
    if (job.timeout() != null) {
      watch(job, job.number(), job.timeout());
    }
  }

  /** Looks again when the call may be over time; it may begin long after it was given. */
  private void watch(Job<?> job, long number, Duration allowed) {
    Duration timeout = requireNonNull(job.timeout());
    agenda.after(
        allowed,
        () -> {
          WorkerHandle worker = job.worker();
          if (job.isOver() || worker == null || job.number() != number) {
            return;
          }
          long nanos = worker.link().nanosAtCurrent();
          boolean isAtIt = worker.link().current() == number;
          if (!isAtIt || nanos < timeout.toNanos()) {
            watch(job, number, isAtIt ? timeout.minusNanos(nanos) : timeout);
            return;
          }
          String why =
              "the task took longer than %s in %s".formatted(text(timeout), worker.label());
          if (outcomes.end(job)) {
            outcomes.tell(job, new TimeoutException(why + "; it was stopped"));
          }
          stop(job, worker, why);
        });
  }

  private static String text(Duration duration) {
    return duration.toSeconds() < 10 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }
}
