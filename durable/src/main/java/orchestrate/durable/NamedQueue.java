package orchestrate.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import orchestrate.ipc.queue.ClosableQueue;
import org.jspecify.annotations.Nullable;

/** A durable queue as others of a session are: with a name, and closed for all or for nobody. */
final class NamedQueue<E> extends AbstractQueue<E> implements ClosableQueue<E> {
  private final String name;
  private final DurableQueue<E> queue;

  NamedQueue(String name, DurableQueue<E> queue) {
    this.name = name;
    this.queue = queue;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    try {
      queue.end();
    } catch (IOException e) {
      throw new UncheckedIOException("can't close the " + this + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isClosed() {
    return queue.hasEnded();
  }

  @Override
  public void put(E element) throws InterruptedException {
    queue.put(element);
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return queue.offer(element, timeout, unit);
  }

  @Override
  public boolean offer(E element) {
    return queue.offer(element);
  }

  @Override
  public boolean addAll(Collection<? extends E> all) {
    return queue.addAll(all);
  }

  @Override
  public E take() throws InterruptedException {
    return queue.take();
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return queue.poll(timeout, unit);
  }

  @Override
  public @Nullable E poll() {
    return queue.poll();
  }

  @Override
  public @Nullable E peek() {
    return queue.peek();
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return queue.drainTo(target);
  }

  @Override
  public int drainTo(Collection<? super E> target, int most) {
    return queue.drainTo(target, most);
  }

  @Override
  public int size() {
    return queue.size();
  }

  @Override
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  @Override
  public int remainingCapacity() {
    return queue.remainingCapacity();
  }

  @Override
  public void clear() {
    queue.clear();
  }

  @Override
  public Iterator<E> iterator() {
    return queue.iterator();
  }

  @Override
  public String toString() {
    return "durable queue '%s' (%d elements)".formatted(name, queue.longSize());
  }
}
