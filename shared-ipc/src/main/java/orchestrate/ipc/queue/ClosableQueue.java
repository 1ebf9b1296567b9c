package orchestrate.ipc.queue;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/**
 * A queue between processes that one of them can close for all, when nothing more will be put: then
 * those who take know that they have got everything. Thread-safe.
 *
 * <p>When it is closed, put, offer and add throw {@link QueueClosedException}. What is in it can
 * still be taken; then poll returns null as ever, while take and the timed poll, which would wait
 * in vain, throw {@link QueueClosedException}.
 *
 * @param <E> the type of the elements
 */
public interface ClosableQueue<E> extends BlockingQueue<E> {
  /** By which all processes know it. */
  String name();

  /** From now on nothing can be put, by any process. Does nothing if that was done. */
  void close();

  /** Whether somebody has closed it. There may be elements left. */
  boolean isClosed();

  /** Takes the next element; waits for one. Empty if the queue is closed and nothing is left. */
  default Optional<E> takeUnlessClosed() throws InterruptedException {
    try {
      return Optional.of(take());
    } catch (QueueClosedException e) {
      return Optional.empty();
    }
  }

  /**
   * All elements that this loop takes, until the queue is closed and nothing is left: each is taken
   * when it is asked for.
   *
   * @return an iterable whose iterators throw {@link CancellationException} when their thread is
   *     interrupted, and leave it interrupted, and {@link NoSuchElementException} at the end
   */
  default Iterable<E> untilClosed() {
    return () -> new UntilClosed<>(this);
  }
}
