package orchestrate.durable;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import orchestrate.ipc.queue.UndecodableElementException;
import org.jspecify.annotations.Nullable;

/** Looks at elements without taking them. Thread-safe. */
final class Browser<E> implements AutoCloseable {
  private final ReentrantLock guard = new ReentrantLock();
  private final ControlFile control;
  private final @Nullable Position position;
  private final ElementReader<E> reader;

  Browser(ControlFile control, @Nullable Position position, ElementReader<E> reader) {
    this.control = control;
    this.position = position;
    this.reader = reader;
  }

  /** How many elements there are to see. */
  long count() {
    return position == null ? control.written() - control.first() : position.left();
  }

  private long start() {
    return position == null ? control.first() : Math.min(position.number(), control.written());
  }

  /** The first element, null if there is none. */
  @Nullable E first() {
    Found<E> found = find(start());
    return found == null ? null : found.get();
  }

  Iterator<E> iterator(Runnable checkOpen) {
    return new Elements(checkOpen);
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

  /** An element, or why it can't be decoded: one that can't must not hide others. */
  private record Found<E>(
      long number, @Nullable E element, @Nullable UndecodableElementException failure) {
    E get() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(element);
    }
  }

  /** The element of that number, or a later one if that has gone meanwhile. */
  private @Nullable Found<E> find(long wanted) {
    guard.lock();
    try {
      long number = Math.max(wanted, control.first());
      while (number < control.written()) {
        if (position != null && !position.shows(number)) {
          number++;
          continue;
        }
        try {
          reader.fetch(number);
          return decoded(number);
        } catch (DamagedQueueException e) {
          if (control.first() <= number) {
            throw e;
          }
          number = control.first(); // its file was deleted, everybody had passed it
        }
      }
      return null;
    } finally {
      guard.unlock();
    }
  }

  private Found<E> decoded(long number) {
    try {
      return new Found<>(number, reader.decode(), null);
    } catch (UndecodableElementException e) {
      return new Found<>(number, null, e);
    }
  }

  private final class Elements implements Iterator<E> {
    private final Runnable checkOpen;
    private @Nullable Found<E> next;

    Elements(Runnable checkOpen) {
      this.checkOpen = checkOpen;
      this.next = find(start());
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public E next() {
      Found<E> found = next;
      if (found == null) {
        throw new NoSuchElementException();
      }
      checkOpen.run();
      next = find(found.number + 1);
      return found.get();
    }
  }
}
