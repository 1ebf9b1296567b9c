package orchestrate.ipc.queue;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue across processes, for any number of those who put and those who take: {@link
 * BlockingQueue}, and whoever dies in the middle of an operation leaves it in order.
 *
 * <pre>{@code
 * SharedQueue<String> files = session.queue("files", QueueSpec.fifo(1000), Codec.strings());
 * files.put("a.txt");                            // in one process
 * files.close();
 * for (String file : files.untilClosed()) {      // in others
 *   compress(file);
 * }
 * }</pre>
 *
 * <p><b>Order.</b> What comes out next is said by the {@link QueueSpec.Order}. Of two elements that
 * one thread puts into a first-in-first-out queue, no taker gets the second before somebody has got
 * the first. That one is kept even if a thread is stopped in the middle of a put: what is put after
 * it can be taken only when it goes on, or is found dead; until then {@link #poll()} returns null.
 * An element that comes back from a taker who died is the next again.
 *
 * <p><b>Capacity.</b> {@link #offer} returns false when there is no room now. In a
 * first-in-first-out queue rooms are used in their order: the room of an element that is still
 * being taken, or was removed from the middle, is free when those before it are. {@link
 * #remainingCapacity()} says how much room there is.
 *
 * <p><b>Deaths.</b> If a process dies before its put has returned, the element is in the queue as a
 * whole or not at all. If it dies before its take has returned, the element is handed to another,
 * or lost if the queue is {@linkplain QueueSpec#atMostOnce() at most once}; nobody gets it twice.
 * If it dies after that, the element is gone with it.
 *
 * <p><b>End.</b> After {@link #close()} nothing can be put, by nobody: put, offer and add throw
 * {@link QueueClosedException}. What is in the queue can be taken; then poll returns null as ever,
 * while take and the timed poll, which would wait in vain, throw {@link QueueClosedException}.
 *
 * <p><b>Tasks.</b> With {@link QueueSpec#withTasks()} a taker calls {@link #taskDone()} for each
 * element that it took by take, poll or drainTo, and {@link #join()} waits until nothing is in the
 * queue and everything taken is done. Elements that were removed otherwise count as done, as do
 * those that a process had taken when it died.
 *
 * <p>Thread-safe. What a thread did before it put an element happens-before what another does, in
 * any process, after taking it. Waits end by {@link InterruptedException} when interrupted; then
 * nothing was put or taken. Elements can't be null. An element that is too large, or that its codec
 * can't encode, is refused and changes nothing. One that can't be decoded is removed, counts as
 * done, and whoever would have got it gets an {@link UndecodableElementException}, which has its
 * bytes; those who only look get that, too, and remove nothing. Iterators show copies of the
 * elements there were when they were made, and {@link Iterator#remove()} removes exactly the one
 * shown, if it is still there. Operations that needn't wait or wake make no system call and
 * allocate nothing but the element.
 *
 * <p>Serializable by its name, with its codec: what is read back, in any process, is this queue.
 * The codecs of {@link Codec} are serializable, one with a priority if the function is.
 *
 * @param <E> the type of the elements
 */
@SuppressWarnings("serial") // a reference is written in its place
public final class SharedQueue<E> extends AbstractQueue<E>
    implements ClosableQueue<E>, Serializable {
  private static final long serialVersionUID = 1;

  private final QueueMemory memory;
  private final Codec<E> codec;

  /**
   * For the session.
   *
   * @throws orchestrate.ipc.memory.LayoutException if the elements are those of another codec
   */
  public SharedQueue(QueueMemory memory, Codec<E> codec) {
    memory.use(codec.name());
    this.memory = memory;
    this.codec = codec;
  }

  /** What all see of it, whatever its elements are. */
  QueueMemory memory() {
    return memory;
  }

  /** Its name in the session. */
  @Override
  public String name() {
    return memory.name();
  }

  /** What it was made with. */
  public QueueSpec spec() {
    return memory.spec;
  }

  /**
   * Puts an element; waits for room as long as it takes.
   *
   * @throws QueueClosedException if the queue is closed
   * @throws IllegalArgumentException if the element is too large; says how large it may be
   */
  @Override
  public void put(E element) throws InterruptedException {
    putBefore(element, Deadline.never());
  }

  /**
   * Puts an element if there is room in time.
   *
   * @throws QueueClosedException if the queue is closed
   * @throws IllegalArgumentException if the element is too large; says how large it may be
   */
  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return putBefore(element, Deadline.after(Duration.of(timeout, unit.toChronoUnit())));
  }

  /**
   * Puts an element if there is room now.
   *
   * @throws QueueClosedException if the queue is closed: waiting for room would be in vain
   * @throws IllegalArgumentException if the element is too large; says how large it may be
   */
  @Override
  public boolean offer(E element) {
    return memory.tryPut(Objects.requireNonNull(element), codec);
  }

  /**
   * Takes the next element; waits for one as long as it takes.
   *
   * @throws QueueClosedException if the queue is closed and nothing is left
   */
  @Override
  public E take() throws InterruptedException {
    return Objects.requireNonNull(takeBefore(Deadline.never()));
  }

  /**
   * Takes the next element; null if none comes in time.
   *
   * @throws QueueClosedException if the queue is closed and nothing is left
   */
  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return takeBefore(Deadline.after(Duration.of(timeout, unit.toChronoUnit())));
  }

  /** Takes the next element; null if there is none now. */
  @Override
  public @Nullable E poll() {
    E element = memory.tryTake(codec);
    if (element == null && !memory.isEmpty() && memory.spinForElement()) {
      element = memory.tryTake(codec); // it was just being put
    }
    return element;
  }

  /** The next element, which stays in the queue; null if there is none now. */
  @Override
  public @Nullable E peek() {
    Item item = memory.first();
    return item == null ? null : decoded(item);
  }

  /** From now on nothing can be put, by any process. Does nothing if that was done. */
  @Override
  public void close() {
    memory.closeForAll();
  }

  /** Whether somebody has closed it. There may be elements left. */
  @Override
  public boolean isClosed() {
    return memory.isClosed();
  }

  /**
   * This process is done with one element that it has taken.
   *
   * @throws IllegalStateException if it hasn't taken so many
   * @throws UnsupportedOperationException if the queue wasn't made {@link QueueSpec#withTasks()}
   */
  public void taskDone() {
    memory.taskDone();
  }

  /**
   * Waits until nothing is in the queue and everything that was taken is done.
   *
   * @throws UnsupportedOperationException if the queue wasn't made {@link QueueSpec#withTasks()}
   */
  public void join() throws InterruptedException {
    joinBefore(Deadline.never());
  }

  /** The same; false if that took too long. */
  public boolean join(Duration allowed) throws InterruptedException {
    return joinBefore(Deadline.after(allowed));
  }

  /** The threads that wait for elements, for room, or in join, the longest wait first. */
  public List<Waiter> waiting() {
    return memory.waiting();
  }

  /** How many elements could be taken now; counts them. */
  @Override
  public int size() {
    return memory.size();
  }

  /** Whether nothing is in it, elements that are being put or taken included. */
  @Override
  public boolean isEmpty() {
    return memory.isEmpty();
  }

  /** How many elements could be put now. */
  @Override
  public int remainingCapacity() {
    return memory.room();
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // to drain it into itself would never end
  public int drainTo(Collection<? super E> target, int max) {
    Objects.requireNonNull(target);
    if (target == this) {
      throw new IllegalArgumentException("cannot drain queue '%s' to itself".formatted(name()));
    }
    int count = 0;
    while (count < max) {
      E element = poll();
      if (element == null) {
        break;
      }
      target.add(element);
      count++;
    }
    return count;
  }

  /** Removes the first such element that nobody takes meanwhile. */
  @Override
  public boolean remove(@Nullable Object element) {
    for (Item item : memory.items()) {
      if (decoded(item).equals(element) && memory.remove(item)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean removeIf(Predicate<? super E> unwanted) {
    Objects.requireNonNull(unwanted);
    boolean removed = false;
    for (Item item : memory.items()) {
      removed |= unwanted.test(decoded(item)) && memory.remove(item);
    }
    return removed;
  }

  @Override
  public boolean removeAll(Collection<?> unwanted) {
    return removeIf(unwanted::contains);
  }

  @Override
  public boolean retainAll(Collection<?> wanted) {
    return removeIf(element -> !wanted.contains(element));
  }

  /** Removes what is in it, without decoding it. */
  @Override
  public void clear() {
    while (memory.discard()) {}
  }

  @Override
  public Iterator<E> iterator() {
    return new Showing(memory.items().iterator());
  }

  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
  }

  @Override
  public String toString() {
    return memory.toString();
  }

  private Object writeReplace() throws ObjectStreamException {
    return new Reference<>(memory, PassedCodec.of(memory, codec));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a queue is passed by its name");
  }

  /** What is written in its place. */
  @SuppressWarnings("serial") // see PassedCodec
  private record Reference<E>(QueueMemory memory, Codec<E> codec) implements Serializable {
    private Object readResolve() {
      return new SharedQueue<>(memory, codec);
    }
  }

  private boolean putBefore(E element, Deadline deadline) throws InterruptedException {
    Objects.requireNonNull(element);
    checkInterrupt();
    do {
      if (memory.tryPut(element, codec)) {
        return true;
      }
    } while (memory.spinForSpace());
    Supplier<@Nullable E> attempt = () -> memory.tryPut(element, codec) ? element : null;
    return memory.space.await(attempt, Patience.until(deadline)) != null;
  }

  private @Nullable E takeBefore(Deadline deadline) throws InterruptedException {
    checkInterrupt();
    do {
      E element = memory.tryTake(codec);
      if (element != null) {
        return element;
      }
    } while (memory.spinForElement());
    return memory.elements.await(this::takeOrEnd, Patience.until(deadline));
  }

  private @Nullable E takeOrEnd() {
    E element = memory.tryTake(codec);
    if (element == null && memory.isClosed() && memory.isDrained()) {
      throw memory.closedException();
    }
    return element;
  }

  private boolean joinBefore(Deadline deadline) throws InterruptedException {
    memory.checkJoinable();
    checkInterrupt();
    Supplier<@Nullable Boolean> attempt = () -> memory.isAllDone() ? true : null;
    return memory.done.await(attempt, Patience.until(deadline)) != null;
  }

  private E decoded(Item item) {
    return memory.decode(item, codec);
  }

  private static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Shows what was in the queue. */
  private final class Showing implements Iterator<E> {
    private final Iterator<Item> items;
    private @Nullable Item shown;

    Showing(Iterator<Item> items) {
      this.items = items;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public E next() {
      Item item = items.next();
      shown = item;
      return decoded(item);
    }

    @Override
    public void remove() {
      if (shown == null) {
        throw new IllegalStateException("next() has to be called before each remove()");
      }
      memory.remove(shown);
      shown = null;
    }
  }
}
