package orchestrate.ipc.sync;

import java.io.IOException;
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
 * <p>Taking, giving and giving back for the dead is {@link PermitBook}'s, waiting and waking {@link
 * ContendedObject}'s; this class puts them together and explains.
 */
@SuppressWarnings("serial") // passed by name
public final class SharedSemaphore extends ContendedObject {
  /** The most permits that a semaphore can have. */
  public static final int MAX_PERMITS = PermitWord.MAX_VALUE;

  private static final long BOOK_OFFSET = Header.BYTES;
  private static final long WAITERS_OFFSET = BOOK_OFFSET + PermitBook.BYTES;
  private static final long BYTES = WAITERS_OFFSET + Waiters.BYTES;

  private final SemaphoreSpec spec;
  private final boolean bounded;
  private final int slot;
  private final PermitBook book;

  /** For the session. */
  public SharedSemaphore(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    this(name, region, SemaphoreSpec.of(header), member, strategy);
  }

  private SharedSemaphore(
      String name, MappedRegion region, SemaphoreSpec spec, Member member, WaitStrategy strategy) {
    super(name, region, BYTES, member, strategy, spec.fair(), BOOK_OFFSET, WAITERS_OFFSET);
    this.spec = spec;
    this.bounded = spec.bounded();
    this.slot = member.slot();
    this.book = new PermitBook(segment, BOOK_OFFSET);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    int permits = SemaphoreSpec.of(header).permits();
    return MappedRegion.publish(
        file, BYTES, header, memory -> PermitBook.initialise(memory, BOOK_OFFSET, permits));
  }

  /** Takes one permit; waits as long as it takes. */
  public void acquire() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!takeAtOnce(1)) {
      takeWithin(Patience.until(Deadline.never()), 1);
    }
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
    if (!takeAtOnce(n)) {
      takeUninterruptibly(n);
    }
  }

  /** Takes one permit if there is one now, even before those who wait. Doesn't wait. */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /** Takes {@code n} permits if they are there now, even before those who wait. Doesn't wait. */
  public boolean tryAcquire(int n) {
    checkCount(n);
    return take(n);
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
    give(1);
  }

  /**
   * Gives {@code n} permits back.
   *
   * @throws IllegalStateException if the semaphore is bounded and this process doesn't hold as many
   */
  public void release(int n) {
    checkCount(n);
    give(n);
  }

  private void give(int n) {
    if (bounded) {
      if (!book.give(slot, n)) {
        throw new IllegalStateException(
            "%s: cannot release %d, this process holds %d".formatted(this, n, held()));
      }
    } else if (!book.add(slot, n)) {
      throw new IllegalStateException(
          "%s: cannot add %d, it can have %d".formatted(this, n, MAX_PERMITS));
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

  /** To an unbounded one anybody may add. */
  @Override
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    return spec.bounded() ? super.need(waiting, waiter) : Optional.empty();
  }

  @Override
  public void recover(int dead, int generation) {
    if (mayRecover(dead, generation)) {
      waiters.recover(dead, generation); // whose call was lost: wakeAll is next
    }
    int returned;
    do {
      long word = book.word();
      returned = mayRecover(dead, generation) ? book.giveAll(dead, word) : 0;
    } while (returned == PermitBook.LOST);
    if (returned > 0) {
      wake(returned);
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
    return takeAtOnce(n) || takeWithin(Patience.until(deadline), n);
  }

  @Override
  long word() {
    return book.word();
  }

  @Override
  int available(long word) {
    return PermitWord.value(word);
  }

  @Override
  boolean take(int n) {
    return book.take(slot, n);
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
