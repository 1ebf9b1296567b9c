package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * A counting semaphore across processes. What a process holds when it dies comes back, once.
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
 * <p>Permits belong to the process: any of its threads may release what another acquired, another
 * process may not. So there are never more permits than the semaphore was made with. Several
 * permits are taken all at once or not at all. No order is kept among those who wait, and one that
 * waits for many may wait long while others take few. At most 131,071 permits.
 *
 * <p>Thread-safe. A release happens-before an acquire, in any process, that takes its permits; so
 * does the death of a holder. Waits end by {@link InterruptedException} when interrupted; then
 * nothing was taken. Operations that needn't wait or wake make no system call and allocate nothing.
 *
 * <h2>How it works</h2>
 *
 * <pre>
 *    64    8          word {delta, slot, sequence, value}, see PermitWord
 *    72    8          how many wait, see Waiters
 *   128   64 * 1024   per slot: ledger 8 {sequence, held}, who waits 8
 * </pre>
 *
 * <p>Taking, giving and giving back for the dead is {@link PermitBook}'s; this class waits, wakes
 * and explains.
 */
public final class SharedSemaphore extends SharedObject {
  public static final int MAX_PERMITS = PermitWord.MAX_VALUE;

  private static final long WORD_OFFSET = Header.BYTES;
  private static final long WAITERS_OFFSET = WORD_OFFSET + Long.BYTES;
  private static final long LEDGER_OFFSET = 2 * Header.BYTES;
  private static final long SLOT_WAITERS_OFFSET = LEDGER_OFFSET + Long.BYTES;
  private static final long STRIDE = 64;
  private static final long BYTES = LEDGER_OFFSET + ParticipantTable.SLOTS * STRIDE;
  private static final long FUTEX_OFFSET =
      WORD_OFFSET + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES);

  private final int permits;
  private final int slot;
  private final PermitBook book;
  private final Waiters waiters;

  SharedSemaphore(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, member, strategy);
    this.permits = (int) header.parameters();
    this.slot = member.slot();
    this.book = new PermitBook(segment, WORD_OFFSET, LEDGER_OFFSET, STRIDE);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, SLOT_WAITERS_OFFSET, STRIDE, member);
  }

  static MappedRegion make(Path file, Header header) throws IOException {
    int permits = checkedPermits(header.parameters());
    return MappedRegion.publish(
        file, BYTES, header, s -> s.set(JAVA_LONG, WORD_OFFSET, PermitWord.initial(permits)));
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

  /** Takes {@code n} permits if they are available now. Doesn't wait. */
  public boolean tryAcquire(int n) {
    checkCount(n);
    return book.take(slot, n);
  }

  /** Takes {@code n} permits if they become available in time. */
  public boolean tryAcquire(int n, Duration allowed) throws InterruptedException {
    return acquireBefore(n, Deadline.after(allowed));
  }

  /** Gives one permit back. */
  public void release() {
    release(1);
  }

  /**
   * Gives {@code n} permits back.
   *
   * @throws IllegalStateException if this process doesn't hold as many
   */
  public void release(int n) {
    checkCount(n);
    if (!book.give(slot, n)) {
      throw new IllegalStateException(
          "%s: cannot release %d, this process holds %d".formatted(this, n, book.heldBy(slot)));
    }
    wake(n);
  }

  /** How many could be taken now. */
  public int availablePermits() {
    return book.available();
  }

  /** How many it was made with. */
  public int permits() {
    return permits;
  }

  /** How many threads wait, in all processes; may count some that died too many. */
  public int waiters() {
    return waiters.count();
  }

  /** How many permits this process holds. */
  public int held() {
    return book.heldBy(slot);
  }

  /** Who holds how many. */
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
  public void recover(int dead, int generation) {
    waiters.recover(dead, generation);
    int returned = book.giveAll(dead, () -> mayRecover(dead, generation));
    if (returned > 0) {
      wake(returned);
    }
  }

  @Override
  public void wakeAll() {
    if (waiters.any()) {
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
        .formatted(name(), availablePermits(), permits, holders.isEmpty() ? "" : "; " + holders);
  }

  private boolean acquireBefore(int n, Deadline deadline) throws InterruptedException {
    checkCount(n);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return book.take(slot, n) || awaitAndTake(n, deadline);
  }

  private boolean awaitAndTake(int n, Deadline deadline) throws InterruptedException {
    long kind = n == 1 ? Waiters.FOR_ONE : Waiters.FOR_SEVERAL;
    waiters.enter(kind);
    boolean taken = false;
    try {
      while (true) {
        long word = book.word();
        if (PermitWord.value(word) >= n) {
          taken = book.take(slot, n);
          if (taken) {
            return true;
          }
        } else if (deadline.expired()) {
          return false;
        } else {
          strategy.await(segment, FUTEX_OFFSET, (int) word, deadline);
        }
      }
    } finally {
      waiters.exit(kind);
      if (!taken && availablePermits() > 0) {
        wake(1); // we may have been woken for a permit that we now leave to others
      }
    }
  }

  private void wake(int released) {
    if (waiters.any()) {
      int count = waiters.anyForSeveral() ? Integer.MAX_VALUE : released;
      strategy.wake(segment, FUTEX_OFFSET, count);
    }
  }

  private void checkCount(int n) {
    if (n < 1 || n > permits) {
      throw new IllegalArgumentException(
          "semaphore '%s' has %d permits, asked for %d".formatted(name(), permits, n));
    }
  }

  private static int checkedPermits(long permits) {
    if (permits < 1 || permits > MAX_PERMITS) {
      throw new IllegalArgumentException(
          "a semaphore has 1 to %d permits, not %d".formatted(MAX_PERMITS, permits));
    }
    return (int) permits;
  }
}
