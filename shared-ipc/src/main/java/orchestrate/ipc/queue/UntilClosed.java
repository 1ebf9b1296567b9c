package orchestrate.ipc.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Takes what comes. */
final class UntilClosed<E> implements Iterator<E> {
  private final ClosableQueue<E> queue;
  private @Nullable E taken;

  UntilClosed(ClosableQueue<E> queue) {
    this.queue = queue;
  }

  @Override
  public boolean hasNext() {
    if (taken == null) {
      taken = takeNext().orElse(null);
    }
    return taken != null;
  }

  @Override
  public E next() {
    if (!hasNext()) {
      throw new NoSuchElementException("queue '%s' is closed and empty".formatted(queue.name()));
    }
    E element = Objects.requireNonNull(taken);
    taken = null;
    return element;
  }

  private Optional<E> takeNext() {
    try {
      return queue.takeUnlessClosed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled =
          new CancellationException(
              "interrupted while waiting for an element of queue '%s'".formatted(queue.name()));
      cancelled.initCause(e);
      throw cancelled;
    }
  }
}
