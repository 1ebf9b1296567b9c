package orchestrate.ipc.sync;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * A counting semaphore across processes: {@link java.util.concurrent.Semaphore}, and what a process
 * holds when it dies comes back, once.
 *
 * <pre>{@code
 * SharedSemaphore gpus = session.semaphore("gpus", 2);
 * gpus.acquire();
 * try {
 *   train();
 * } finally {
 *   gpus.release();
 * }
 * }</pre>
 *
 * <p>A process holds what its threads have acquired and not released, whichever of them did it. A
 * <b>bounded</b> semaphore takes back from a process only what it holds, so there are never more
 * permits than it was made with. To an <b>unbounded</b> one anybody may add; what a process holds
 * gets less by what it releases, down to none. So a permit that one process acquired and another
 * released is still counted as held by the first: for signals between processes take a {@link
 * SharedEvent} or a queue.
 *
 * <p>Several permits are taken all at once or not at all. An <b>unfair</b> semaphore keeps no order
 * among those who wait, and one that waits for many may wait long while others take few. A
 * <b>fair</b> one serves them in the order in which they came, the first for many before the second
 * for one; only {@link #tryAcquire()} without a time doesn't queue up. At most 131,071 permits.
 *
 * <p>Thread-safe. A release happens-before an acquire, in any process, that takes its permits; so
 * does the death of a holder. Waits end by {@link InterruptedException} when interrupted; then
 * nothing was taken. Operations that needn't wait or wake make no system call and allocate nothing.
 *
 * <h2>How it works</h2>
 *
 * <pre>
 *     64   8256   word and ledgers, see PermitBook
 *   8320  32832   who waits, see Waiters
 * </pre>
 *
 * <p>Taking, giving and giving back for the dead is {@link PermitBook}'s; this class waits, wakes
 * and explains. In an unfair semaphore all sleep on the word of the book, in a fair one each sleeps
 * in its place in the queue, whose head is called when there is something to take, and calls the
 * next.
 */
public final class SharedSemaphore extends SharedObject {
  /** The most permits that a semaphore can have. */
  public static final int MAX_PERMITS = PermitWord.MAX_VALUE;

  private static final long BOOK_OFFSET = Header.BYTES;
  private static final long WAITERS_OFFSET = BOOK_OFFSET + PermitBook.BYTES;
  private static final long BYTES = WAITERS_OFFSET + Waiters.BYTES;
  private static final long FUTEX_OFFSET =
      BOOK_OFFSET + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES);

  private final SemaphoreSpec spec;
  private final int slot;
  private final PermitBook book;
  private final Waiters waiters;

  /** For the session. */
  public SharedSemaphore(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, member, strategy);
    this.spec = SemaphoreSpec.of(header);
    this.slot = member.slot();
    this.book = new PermitBook(segment, BOOK_OFFSET);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, member, strategy);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    int permits = SemaphoreSpec.of(header).permits();
    return MappedRegion.publish(
        file, BYTES, header, memory -> PermitBook.initialise(memory, BOOK_OFFSET, permits));
  }

  /** Takes one permit; waits as long as it takes. */
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /** Takes {@code n} permits at once; waits as long as it takes. */
  public void acquire(int n) throws InterruptedException {
    acquireBefore(n, Deadline.never());
  }

  /**
   * Takes {@code n} permits at once.
   *
   * @throws TimeoutException if that wasn't possible in time; names the holders
   */
  public void acquire(int n, Duration allowed) throws InterruptedException, TimeoutException {
    Deadline deadline = Deadline.after(allowed);
    if (!acquireBefore(n, deadline)) {
      throw new TimeoutException("%s: %s for %d".formatted(this, deadline.waitedOfAllowed(), n));
    }
  }

  /** Takes one permit; waits as long as it takes, also when interrupted. */
  public void acquireUninterruptibly() {
    acquireUninterruptibly(1);
  }

  /** Takes {@code n} permits at once; waits as long as it takes, also when interrupted. */
  public void acquireUninterruptibly(int n) {
    checkCount(n);
    if (!tryAtOnce(n)) {
      try (Patience patience = Patience.uninterruptible()) {
        awaitAndTake(n, patience);
      } catch (InterruptedException e) {
        throw new AssertionError("an interrupt doesn't end this wait", e);
      }
    }
  }

  /** Takes one permit if there is one now, even before those who wait. Doesn't wait. */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /** Takes {@code n} permits if they are there now, even before those who wait. Doesn't wait. */
  public boolean tryAcquire(int n) {
    checkCount(n);
    return book.take(slot, n);
  }

  /** Takes one permit if it becomes available in time. */
  public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return tryAcquire(1, timeout, unit);
  }

  /** Takes {@code n} permits if they become available in time. */
  public boolean tryAcquire(int n, long timeout, TimeUnit unit) throws InterruptedException {
    return tryAcquire(n, Duration.of(timeout, unit.toChronoUnit()));
  }

  /** Takes {@code n} permits if they become available in time. */
  public boolean tryAcquire(int n, Duration allowed) throws InterruptedException {
    return acquireBefore(n, Deadline.after(allowed));
  }

  /** Takes all permits that are there now. Returns how many. */
  public int drainPermits() {
    return book.takeAll(slot);
  }

  /** Gives one permit back. */
  public void release() {
    release(1);
  }

  /**
   * Gives {@code n} permits back.
   *
   * @throws IllegalStateException if the semaphore is bounded and this process doesn't hold as many
   */
  public void release(int n) {
    if (spec.bounded()) {
      checkCount(n);
      if (!book.give(slot, n)) {
        throw new IllegalStateException(
            "%s: cannot release %d, this process holds %d".formatted(this, n, held()));
      }
    } else {
      checkNotNegative(n);
      if (!book.add(slot, n)) {
        throw new IllegalStateException(
            "%s: cannot add %d, it can have %d".formatted(this, n, MAX_PERMITS));
      }
    }
    wake(n);
  }

  /** How many could be taken now. */
  public int availablePermits() {
    return book.available();
  }

  /** How many it was made with. */
  public int permits() {
    return spec.permits();
  }

  public boolean isFair() {
    return spec.fair();
  }

  /** Whether threads wait, in any process. */
  public boolean hasQueuedThreads() {
    return waiters.any();
  }

  /** How many threads wait, in all processes. */
  public int getQueueLength() {
    return waiting().size();
  }

  /** How many permits this process holds. */
  public int held() {
    return book.heldBy(slot);
  }

  /** Who holds how many. */
  @Override
  public Map<Participant, Integer> holders() {
    Map<Participant, Integer> holders = new LinkedHashMap<>();
    for (int s = 1; s < ParticipantTable.SLOTS; s++) {
      int held = book.heldBy(s);
      if (held > 0) {
        holders.put(member.table().describe(s), held);
      }
    }
    return holders;
  }

  @Override
  public List<Waiter> waiting() {
    return waiters.list();
  }

  /** To an unbounded one anybody may add. In a fair one, those who came first are served first. */
  @Override
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    if (!spec.bounded()) {
      return Optional.empty();
    }
    int wanted = waiter.tag();
    for (int i = 0; spec.fair() && !waiting.get(i).equals(waiter); i++) {
      wanted = Math.max(wanted, waiting.get(i).tag());
    }
    return Optional.of(new Need(wanted - availablePermits(), holders()));
  }

  @Override
  public void recover(int dead, int generation) {
    if (mayRecover(dead, generation)) {
      waiters.recover(dead, generation, tag -> {}); // whose call was lost: wakeAll is next
    }
    int returned = book.giveAll(dead, () -> mayRecover(dead, generation));
    if (returned > 0) {
      wake(returned);
    }
  }

  @Override
  public void wakeAll() {
    if (spec.fair()) {
      waiters.callHead();
      waiters.wakeCalled();
    } else if (waiters.any()) {
      strategy.wake(segment, FUTEX_OFFSET, Integer.MAX_VALUE);
    }
  }

  @Override
  public String toString() {
    String holders =
        holders().entrySet().stream()
            .map(e -> e.getKey().describe() + " holds " + e.getValue())
            .collect(Collectors.joining(", "));
    return "semaphore '%s' (%d of %d permits available%s)"
        .formatted(name(), availablePermits(), permits(), holders.isEmpty() ? "" : "; " + holders);
  }

  private boolean acquireBefore(int n, Deadline deadline) throws InterruptedException {
    checkCount(n);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return tryAtOnce(n) || awaitAndTake(n, Patience.until(deadline));
  }

  /** The way of those who find permits and nobody before them. */
  private boolean tryAtOnce(int n) {
    return !(spec.fair() && waiters.any()) && book.take(slot, n);
  }

  private boolean awaitAndTake(int n, Patience patience) throws InterruptedException {
    return spec.fair() ? queueUp(n, patience) : contend(n, patience);
  }

  /** The unfair wait: all sleep on the word, and whoever is awake takes what there is. */
  private boolean contend(int n, Patience patience) throws InterruptedException {
    long seen = book.word();
    if (PermitWord.value(seen) < n && strategy.spin(segment, FUTEX_OFFSET, (int) seen)) {
      if (book.take(slot, n)) {
        return true;
      }
    }
    int place = waiters.enter(n);
    boolean taken = false;
    try {
      while (true) {
        long word = book.word();
        if (PermitWord.value(word) >= n) {
          taken = book.take(slot, n);
          if (taken) {
            return true;
          }
        } else if (patience.isOver()) {
          return false;
        } else {
          waiters.await(place, FUTEX_OFFSET, (int) word, patience);
        }
      }
    } finally {
      waiters.exit(place);
      if (!taken && availablePermits() > 0) {
        wake(1); // we may have been woken for a permit that we now leave to others
      }
    }
  }

  /** The fair wait: only the head of the queue takes, and then calls the next. */
  private boolean queueUp(int n, Patience patience) throws InterruptedException {
    int place = waiters.enter(n);
    try {
      while (true) {
        waiters.takeCall(place); // before we look: a later call means to look again
        if (waiters.isHead(place) && book.take(slot, n)) {
          return true;
        }
        if (patience.isOver()) {
          return false;
        }
        waiters.awaitCall(place, patience);
        if (place == Waiters.NO_PLACE) {
          place = waiters.enter(n);
        }
      }
    } finally {
      waiters.exit(place);
      callHead();
    }
  }

  private void wake(int released) {
    if (spec.fair()) {
      callHead();
    } else if (waiters.any()) {
      int count = waiters.any(tag -> tag > 1) ? Integer.MAX_VALUE : released;
      strategy.wake(segment, FUTEX_OFFSET, count);
    }
  }

  private void callHead() {
    if (waiters.any() && availablePermits() > 0) {
      waiters.callHead();
    }
  }

  private void checkCount(int n) {
    checkNotNegative(n);
    if (spec.bounded() && (n < 1 || n > spec.permits())) {
      throw new IllegalArgumentException(
          "semaphore '%s' has %d permits, asked for %d".formatted(name(), spec.permits(), n));
    }
  }

  private void checkNotNegative(int n) {
    if (n < 0 || n > MAX_PERMITS) {
      throw new IllegalArgumentException(
          "semaphore '%s': asked for %d permits, a semaphore has at most %d"
              .formatted(name(), n, MAX_PERMITS));
    }
  }
}
