package orchestrate.pool;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells futures what became of their calls, and knows when all of that was read: until then the
 * pool's files stay. Thread-safe, but for calls themselves, which the pool's lock guards.
 */
final class Outcomes {
  private final Home home;
  private final Values values;
  private final Agenda agenda;
  private final Readers readers;
  private final AtomicInteger unread = new AtomicInteger();
  private volatile boolean awaited;

  Outcomes(Home home, Values values, Agenda agenda, Readers readers) {
    this.home = home;
    this.values = values;
    this.agenda = agenda;
    this.readers = readers;
  }

  /** From now on the pool's thread is woken when something was read. */
  void await() {
    awaited = true;
  }

  boolean areRead() {
    return unread.get() == 0;
  }

  /**
   * Ends the call, under the pool's lock.
   *
   * @return whether somebody wants its outcome, which is then to be told
   */
  boolean end(Job<?> job) {
    if (job.isOver()) {
      return false;
    }
    job.end();
    unread.incrementAndGet();
    return true;
  }

  /** The worker has answered. */
  <T extends @Nullable Object> void tell(Job<T> job, byte[] message, String worker) {
    settle(
        job.future(),
        new Reply<>(message, job.reader(), values, worker, home.folder(), this::read));
  }

  /** It has failed. */
  <T extends @Nullable Object> void tell(Job<T> job, Throwable failure) {
    settle(job.future(), new Failure<>(failure, this::read));
  }

  private <T extends @Nullable Object> void settle(
      PoolFuture<T> future, PoolFuture.Answer<T> answer) {
    if (!future.settle(answer)) {
      readers.add(future);
    }
  }

  /** Ends the call, which has failed and will not be given to a worker again. */
  void fail(Job<?> job, Throwable failure) {
    boolean wanted = end(job);
    drop(job);
    if (wanted) {
      tell(job, failure);
    }
  }

  /** Nobody wants the answer. */
  void discard(byte[] message) throws IOException {
    Incoming.drop(message, home.folder());
  }

  /** The call's file, if there is one, is of no use any more. */
  void drop(Job<?> job) {
    if (job.file() != null) {
      home.delete(job.file());
    }
  }

  /** Nothing of one of them is left. */
  private void read() {
    unread.decrementAndGet();
    if (awaited) {
      agenda.order();
    }
  }
}
