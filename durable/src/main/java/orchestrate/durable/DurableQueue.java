package orchestrate.durable;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue between processes, on disk: it survives the death of any of them, of
 * all of them, and a reboot.
 *
 * <pre>{@code
 * try (DurableQueue<String> queue = DurableQueue.open(session, Path.of("orders"), Codec.strings())) {
 *   queue.put("4711");
 * }
 * // in another process of the session, or in next week's
 * String order = queue.take();
 * }</pre>
 *
 * <p><b>Consumers</b> have names. Those of one name share the work: each element goes to one of
 * them. Those of different names see every element each. A name keeps its place until {@link
 * #forget} is called; a new one starts at the oldest element that is kept. Elements that all have
 * passed are deleted, a file at a time, when the next file is begun; while there is no consumer,
 * none are.
 *
 * <p><b>Deaths.</b> {@code SIGKILL} at any instruction of any process loses no element whose {@code
 * put} has returned, and holds nobody up longer than it takes the system to end the process. An
 * element whose {@code put} hasn't returned is there as a whole or not at all. An element whose
 * taker is killed in the middle of {@code take} is handed out again or not, see {@link Delivery};
 * once {@code take} has returned it is the taker's, see also Tasks. What a power loss can cost, see
 * {@link Durability}.
 *
 * <p><b>Tasks.</b> With {@link DurableSettings#withTasks()} a taker calls {@link #taskDone()} for
 * each element that it took by take, poll or drainTo, and {@link #join()} waits until nothing is in
 * the queue and everything taken is done. What a taker was not done with when it died, or closed
 * the queue, is handed out again to others of its name, also after a restart of all. What was put
 * and isn't done counts for the capacity and is kept. Takers wait while 65,536 elements lie between
 * the oldest that isn't done and the next one.
 *
 * <p><b>Memory consistency.</b> What a thread did before it put an element happens-before what
 * another does after it has taken or seen it, in any process. Thread-safe.
 *
 * <p><b>Codecs.</b> An element that its codec can't encode is refused. One that it can't decode is
 * passed, and done, for this consumer: whoever would have got it gets an {@link
 * orchestrate.ipc.queue.UndecodableElementException} with its bytes. Those who only look get that,
 * too, and pass nothing.
 *
 * <p><b>Waiting</b> threads sleep in the kernel and end by {@link InterruptedException} when
 * interrupted; then nothing was put or taken. After {@link #close()} everything, also what was
 * waiting, throws {@link QueueClosedException}. A damaged file is a {@link DamagedQueueException},
 * a full disk an {@link java.io.UncheckedIOException} after which nothing was added.
 *
 * <p>Elements are taken from the head only: {@link #remove(Object)} and its kin, and an iterator's
 * {@code remove}, throw {@link UnsupportedOperationException}. Iterators are weakly consistent:
 * they show what is in the queue from this consumer's place on as they come to it. {@link #size()}
 * is what this consumer has yet to take.
 *
 * <p>Each process that uses the queue needs two flags of the JVM, see {@code
 * docs/durable-queue.md}; {@link #open} lists those that are missing.
 *
 * @param <E> the type of the elements
 */
public final class DurableQueue<E> extends HeadOnlyQueue<E>
    implements BlockingQueue<E>, AutoCloseable {
  /** So that a long drain, or a long row of additions, lets others in now and then. */
  private static final int MOST_AT_ONCE = 1 << 10;

  private final Path folder;
  private final DurableSettings settings;
  private final Parts<E> parts;
  private final Appender<E> appender;
  private final Signals signals;
  private final Waiting waiting;

  private DurableQueue(Path folder, DurableSettings settings, Parts<E> parts) {
    this.folder = folder;
    this.settings = settings;
    this.parts = parts;
    this.appender = parts.appender;
    this.signals = parts.signals;
    this.waiting = parts.waiting;
  }

  /** Opens the queue in that folder with the {@linkplain DurableSettings#defaults() defaults}. */
  public static <E> DurableQueue<E> open(Session session, Path folder, Codec<E> codec)
      throws IOException {
    return open(session, folder, codec, DurableSettings.defaults());
  }

  /**
   * Opens the queue in that folder, or makes it.
   *
   * <p>One session at a time uses a queue: the next one may when nobody is left in the last. The
   * first opening after a reboot reads what has yet to be taken, to see whether all is whole.
   *
   * @param session for locks and wake-ups; must be open as long as the queue is used
   * @param folder on a local disk; made if there is none
   * @param codec of the same name as the one that the queue was made with
   * @throws QueueInUseException if processes of another session use the queue (names them)
   * @throws IllegalStateException if flags of the JVM are missing (lists them)
   * @throws IllegalArgumentException if the queue was made with a codec of another name
   * @throws java.nio.file.AccessDeniedException if the folder isn't this user's alone
   * @throws orchestrate.ipc.memory.LayoutException if it holds something else
   */
  public static <E> DurableQueue<E> open(
      Session session, Path folder, Codec<E> codec, DurableSettings settings) throws IOException {
    JvmFlags.check();
    Path absolute = folder.toAbsolutePath();
    Parts<E> parts = Parts.open(session, absolute, codec, settings);
    // The session outlives the queue: it must not keep it.
    var reference = new WeakReference<>(parts);
    session.watch(
        dead -> {
          Parts<E> open = reference.get();
          if (open != null) {
            open.onDeath(dead);
          }
        });
    return new DurableQueue<>(absolute, settings, parts);
  }

  @Override
  public void put(E element) throws InterruptedException {
    append(element, Deadline.never());
  }

  @Override
  public boolean offer(E element) {
    Objects.requireNonNull(element);
    return Uninterruptibly.get(
        () -> {
          checkOpen();
          checkNotEnded();
          boolean appended =
              appender.hasRoom(settings.capacity())
                  && appender.append(element, settings.capacity(), Deadline.never());
          return appendedOrClosed(appended);
        });
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return append(element, within(timeout, unit));
  }

  /**
   * Adds all, at the price of one lock, and one wait for the disk, for many.
   *
   * @throws IllegalStateException if there wasn't room for all; those before were added
   */
  @Override
  public boolean addAll(Collection<? extends E> c) {
    checkOther(c);
    @SuppressWarnings("unchecked")
    E[] all = (E[]) c.toArray();
    for (E element : all) {
      Objects.requireNonNull(element);
    }
    for (int next = 0; next < all.length; ) {
      int from = next;
      int to = Math.min(all.length, from + MOST_AT_ONCE);
      checkOpen();
      int added = Uninterruptibly.get(() -> appender.appendAll(all, from, to, settings.capacity()));
      signals.elements().raise();
      if (added == 0) {
        checkOpen();
        checkNotEnded();
        throw new IllegalStateException(
            "%s is full, %d of %d were added".formatted(this, next, all.length));
      }
      next += added;
    }
    return all.length > 0;
  }

  @Override
  public E take() throws InterruptedException {
    return Objects.requireNonNull(take(Deadline.never()));
  }

  @Override
  public @Nullable E poll() {
    return Uninterruptibly.get(
        () -> {
          checkOpen();
          return takenOrClosed(taker().take(Deadline.never()));
        });
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return take(within(timeout, unit));
  }

  @Override
  public @Nullable E peek() {
    checkOpen();
    return parts.browser.first();
  }

  @Override
  public int drainTo(Collection<? super E> c) {
    return drainTo(c, Integer.MAX_VALUE);
  }

  /** Takes up to {@code most} at once; each counts as taken when the collection has it. */
  @Override
  public int drainTo(Collection<? super E> c, int most) {
    checkOther(c);
    Consumer<E> target = c::add;
    int taken = 0;
    int last;
    do {
      int wanted = Math.min(most - taken, MOST_AT_ONCE);
      checkOpen();
      last = wanted <= 0 ? 0 : Uninterruptibly.get(() -> taker().drain(target, wanted));
      taken += last;
      if (last > 0) {
        signals.room().raise();
      }
    } while (last == MOST_AT_ONCE);
    return taken;
  }

  /** What this consumer has yet to take, at most {@link Integer#MAX_VALUE}. */
  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, longSize());
  }

  /** What this consumer has yet to take; without a consumer, what is kept. */
  public long longSize() {
    checkOpen();
    return parts.browser.count();
  }

  /** How many elements were ever added. */
  public long added() {
    checkOpen();
    return parts.control.written();
  }

  @Override
  public boolean isEmpty() {
    return longSize() == 0;
  }

  /** How many this process could put before the slowest consumer is too far behind. */
  @Override
  public int remainingCapacity() {
    checkOpen();
    if (settings.capacity() == Long.MAX_VALUE) {
      return Integer.MAX_VALUE;
    }
    long left = settings.capacity() - (parts.control.written() - parts.control.slowest());
    return Math.clamp(left, 0, Integer.MAX_VALUE);
  }

  /** Takes all there is, without looking at it. */
  @Override
  public void clear() {
    if (!Uninterruptibly.get(taker()::clear)) {
      checkOpen();
    }
    signals.room().raise();
  }

  /**
   * The calling thread is done with an element: with the one that it took first, of those that it
   * isn't done with. A thread that has none speaks for another one; nobody knows of which element
   * then, so what is out counts as done when all of it has been spoken for.
   *
   * @throws IllegalStateException if that was said of all that this object has taken
   * @throws UnsupportedOperationException if the queue wasn't made {@link
   *     DurableSettings#withTasks()}, or was opened without a consumer
   */
  public void taskDone() {
    checkOpen();
    if (!waiting.ifOpen(tasks()::done)) {
      checkOpen();
    }
  }

  /**
   * Waits until this consumer has taken everything and is done with it.
   *
   * @throws UnsupportedOperationException if the queue wasn't made {@link
   *     DurableSettings#withTasks()}, or was opened without a consumer
   */
  public void join() throws InterruptedException {
    join(Deadline.never());
  }

  /** The same; false if that took too long. */
  public boolean join(Duration allowed) throws InterruptedException {
    return join(Deadline.after(allowed));
  }

  @Override
  public Iterator<E> iterator() {
    checkOpen();
    return parts.browser.iterator(this::checkOpen);
  }

  /**
   * Deletes the files whose elements all consumers have passed. That is also done whenever a new
   * file is begun.
   *
   * @return how many
   */
  public int prune() throws IOException {
    checkOpen();
    int[] pruned = {0};
    appender.exclusively(() -> pruned[0] = Pruning.prune(parts.files, parts.control));
    checkOpen();
    return pruned[0];
  }

  /**
   * Forgets a consumer: nothing is kept for it any more, and its processes get an {@link
   * IllegalStateException}.
   *
   * @return whether there was one of that name
   */
  public boolean forget(String consumer) throws IOException {
    checkOpen();
    boolean[] known = {false};
    appender.exclusively(() -> known[0] = Place.forget(parts.control, consumer));
    checkOpen();
    signals.raiseAll();
    return known[0];
  }

  /**
   * Says that nothing more will be put into it as long as this session uses it: put, offer and add
   * throw {@link orchestrate.ipc.queue.QueueClosedException} in all processes, and so do take and
   * the timed poll when nothing is left. In the next session it is as it was before. Does nothing
   * if that was done.
   */
  public void end() throws IOException {
    checkOpen();
    appender.exclusively(parts.control::setEnded);
    checkOpen();
    signals.raiseAll();
  }

  /** Whether a process of this session has said {@link #end}. There may be elements left. */
  public boolean hasEnded() {
    return parts.control.isEnded();
  }

  /**
   * This queue for those who know it by a name, as they would know a queue in the session's memory:
   * to close that is to {@link #end} it, and lets go of nothing.
   */
  public ClosableQueue<E> named(String name) {
    return new NamedQueue<>(name, this);
  }

  /**
   * Lets go of the queue: threads of this process that wait for it throw {@link
   * QueueClosedException}. Other processes are not affected. Does nothing if that was done.
   */
  @Override
  public void close() throws IOException {
    parts.close();
  }

  @Override
  public String toString() {
    return "durable queue in %s%s"
        .formatted(
            folder, waiting.isClosed() ? " (closed)" : " (%d elements)".formatted(longSize()));
  }

  private boolean append(E element, Deadline deadline) throws InterruptedException {
    Objects.requireNonNull(element);
    checkInterrupt();
    while (true) {
      checkOpen();
      checkNotEnded();
      if (appendedOrClosed(appender.append(element, settings.capacity(), deadline))) {
        return true;
      }
      if (!waiting.forRoom(this::isFull, deadline)) {
        return false;
      }
    }
  }

  private @Nullable E take(Deadline deadline) throws InterruptedException {
    checkInterrupt();
    while (true) {
      checkOpen();
      boolean last = hasEnded(); // before it is looked whether there is an element
      E element = takenOrClosed(taker().take(deadline));
      if (element == null && last && taker().position().isAtEnd()) {
        throw endedException();
      }
      if (element != null || !waiting.forElement(taker().position(), deadline)) {
        return element;
      }
    }
  }

  private boolean join(Deadline deadline) throws InterruptedException {
    checkOpen();
    Tasks tasks = tasks();
    checkInterrupt();
    while (!tasks.isAllDone()) {
      if (!waiting.forTasks(tasks, deadline)) {
        return false;
      }
      checkOpen();
    }
    return true;
  }

  private boolean isFull() {
    return !hasEnded() && !appender.hasRoom(settings.capacity());
  }

  private boolean appendedOrClosed(boolean appended) {
    if (appended) {
      signals.elements().raise();
    } else {
      checkOpen();
    }
    return appended;
  }

  private @Nullable E takenOrClosed(@Nullable E element) {
    if (element != null) {
      signals.room().raise();
    } else {
      checkOpen();
    }
    return element;
  }

  private void checkNotEnded() {
    if (hasEnded()) {
      throw endedException();
    }
  }

  private orchestrate.ipc.queue.QueueClosedException endedException() {
    return new orchestrate.ipc.queue.QueueClosedException(
        "the durable queue in %s was closed by a process of this session".formatted(folder));
  }

  private static Deadline within(long timeout, TimeUnit unit) {
    return new Deadline(System.nanoTime(), unit.toNanos(timeout));
  }

  private Taker<E> taker() {
    if (parts.taker == null) {
      throw new UnsupportedOperationException(
          this + " was opened without a consumer: it can be added to and looked at");
    }
    return parts.taker;
  }

  private Tasks tasks() {
    if (parts.tasks == null) {
      taker();
      throw new UnsupportedOperationException(
          this + " has no tasks: make it with DurableSettings.withTasks()");
    }
    return parts.tasks;
  }

  private void checkOpen() {
    waiting.checkOpen();
  }

  @SuppressWarnings("ReferenceEquality") // it is about this object, not about its elements
  private void checkOther(Collection<?> c) {
    if (Objects.requireNonNull(c) == this) {
      throw new IllegalArgumentException("a queue can't be added to itself nor drained to itself");
    }
  }

  private static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
