package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A mutual exclusion lock across processes: {@link java.util.concurrent.locks.ReentrantLock}, and
 * if the process that holds it dies, the next one gets it and is told.
 *
 * <pre>{@code
 * SharedLock lock = session.lock("accounts");
 * lock.lock();
 * try {
 *   if (lock.abandonedBy().isPresent()) {
 *     accounts.repair();        // somebody died in the middle of what comes below
 *     lock.markConsistent();
 *   }
 *   accounts.transfer();
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p><b>Death of the holder.</b> The lock is free again, to the others, within milliseconds. What
 * it guards may be half changed. So from then on {@link #abandonedBy()} says who died, until a
 * holder has looked after the data and says so by {@link #markConsistent()}. Who unlocks without a
 * word leaves that to the next. Where a half change does no harm, ignore it. A process that leaves
 * the session while one of its threads has the lock is as good as dead.
 *
 * <p>Threads hold a lock, not processes: only the thread that locked may unlock, and it may lock
 * again what it has. An <b>unfair</b> lock goes to whoever comes first when it is free, which is
 * the fastest. A <b>fair</b> one goes to those who wait in the order in which they came; only
 * {@link #tryLock()} doesn't queue up.
 *
 * <p>Thread-safe. An unlock, and the death of a holder, happen-before the next lock in any process.
 * {@link #lock()} waits on when interrupted and keeps the interrupt; the other waits end by {@link
 * InterruptedException}, and then the lock wasn't taken. Without contention, to lock and to unlock
 * takes a compare-and-set each, no system call, and no memory. If the session is closed meanwhile,
 * waits and unlocks throw {@link IllegalStateException}.
 *
 * <h2>How it works</h2>
 *
 * <pre>
 *     64      8  word {generation, the dead, owner}, see LockWord
 *     72      8  the owner's Thread.threadId(), for messages
 *    128  32832  who waits for the lock, see Waiters
 *  32960  32832  who waits for its conditions, see SharedCondition
 * </pre>
 *
 * <p>The word is the ledger: one compare-and-set takes the lock and says whose it is, so it is at
 * no moment taken and nobody's. Whoever recovers a dead process replaces exactly that owner by
 * nobody and notes, in the same word, who it was. How often the owner has locked, and which thread
 * it is, only its process needs to know.
 */
@SuppressWarnings("serial") // passed by name
public final class SharedLock extends ContendedObject implements Lock {
  private static final long WORD_OFFSET = Header.BYTES;
  private static final long THREAD_OFFSET = WORD_OFFSET + Long.BYTES;
  private static final long WAITERS_OFFSET = 2 * Header.BYTES;
  static final long CONDITIONS_OFFSET = WAITERS_OFFSET + Waiters.BYTES;
  private static final long BYTES = CONDITIONS_OFFSET + Waiters.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final long self;
  private final Conditions conditions;

  // Written by the owner only. So whoever finds itself here is the owner, and nobody else does.
  private @Nullable Thread owner;
  private int holds;

  /** For the session. */
  public SharedLock(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(
        name,
        region,
        BYTES,
        member,
        strategy,
        LockSpec.of(header).fair(),
        WORD_OFFSET,
        WAITERS_OFFSET);
    this.self = LockWord.owner(member.slot(), member.generation());
    this.conditions =
        new Conditions(
            new Waiters(segment, CONDITIONS_OFFSET, member, strategy), new Holds(), this);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    return MappedRegion.publish(file, BYTES, header, segment -> {});
  }

  /** Takes the lock; waits as long as it takes, also when interrupted. */
  @Override
  public void lock() {
    if (!lockAgain() && !takeAtOnce(1)) {
      takeUninterruptibly(1);
    }
  }

  /** Takes the lock; waits as long as it takes. */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    lockBefore(Deadline.never());
  }

  /**
   * Takes the lock.
   *
   * @throws TimeoutException if that wasn't possible in time; names the holder
   */
  public void lock(Duration allowed) throws InterruptedException, TimeoutException {
    Deadline deadline = Deadline.after(allowed);
    if (!lockBefore(deadline)) {
      throw new TimeoutException("%s: %s".formatted(this, deadline.waitedOfAllowed()));
    }
  }

  /** Takes the lock if it is free now, even before those who wait. Doesn't wait. */
  @Override
  public boolean tryLock() {
    return lockAgain() || take(1);
  }

  /** Takes the lock if it becomes free in time. */
  @Override
  public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
    return tryLock(Duration.of(timeout, unit.toChronoUnit()));
  }

  /** Takes the lock if it becomes free in time. */
  public boolean tryLock(Duration allowed) throws InterruptedException {
    return lockBefore(Deadline.after(allowed));
  }

  /**
   * Undoes one locking; the last one frees the lock.
   *
   * @throws IllegalMonitorStateException if this thread doesn't hold it; says who does
   */
  @Override
  public void unlock() {
    checkHeld();
    if (holds > 1) {
      holds--;
    } else {
      release();
    }
  }

  /**
   * A new condition: the first call gives number 0, the next 1, and so on, in each process. So
   * processes that make their conditions in the same order, once each, mean the same ones; others
   * name them by {@link #condition}.
   *
   * @throws IllegalStateException if this process has got all {@value SharedCondition#MAX}
   */
  @Override
  public SharedCondition newCondition() {
    return conditions.next();
  }

  /** The condition of that number, the same in every process: 0 to 15. */
  public SharedCondition condition(int number) {
    return conditions.get(number);
  }

  /**
   * Who died holding the lock, if nobody has said since that what it guards is in order. Ask when
   * you hold the lock.
   */
  public Optional<Participant> abandonedBy() {
    long word = word();
    return LockWord.isAbandoned(word) ? Optional.of(dead(word)) : Optional.empty();
  }

  /**
   * Says that what the lock guards is in order again. Does nothing if it wasn't abandoned.
   *
   * @throws IllegalMonitorStateException if this thread doesn't hold the lock
   */
  public void markConsistent() {
    checkHeld();
    long word = word();
    // Fails only if we have been taken for dead, or are leaving: then it isn't ours any more.
    if (LockWord.isOwnedBy(word, self)) {
      LONG.compareAndSet(segment, WORD_OFFSET, word, LockWord.consistent(word));
    }
  }

  @SuppressWarnings("ReferenceEquality") // a thread's equals may say anything
  public boolean isHeldByCurrentThread() {
    return owner == Thread.currentThread();
  }

  /** How often the calling thread holds it. */
  public int getHoldCount() {
    return isHeldByCurrentThread() ? holds : 0;
  }

  /** Whether a thread of any process holds it. */
  public boolean isLocked() {
    return !LockWord.isFree(word());
  }

  /** The process of the thread that holds it, if one does. */
  public Optional<Participant> owner() {
    long word = word();
    return LockWord.isFree(word) ? Optional.empty() : Optional.of(owner(word));
  }

  @Override
  public Map<Participant, Integer> holders() {
    return owner().map(holder -> Map.of(holder, 1)).orElse(Map.of());
  }

  @Override
  public void recover(int slot, int generation) {
    if (!mayRecover(slot, generation)) {
      return;
    }
    waiters.recover(slot, generation); // whose call was lost: wakeAll is next
    conditions.recover(slot, generation);
    long dead = LockWord.owner(slot, generation);
    for (long word = word(); LockWord.isOwnedBy(word, dead); word = word()) {
      // First, so that it is done if we die here: it was perhaps about to signal.
      conditions.callAll();
      if (LONG.compareAndSet(segment, WORD_OFFSET, word, LockWord.abandoned(word))) {
        wake(1);
      }
    }
  }

  @Override
  public void wakeAll() {
    super.wakeAll();
    conditions.wakeCalled();
  }

  @Override
  public String toString() {
    long word = word();
    String state =
        LockWord.isFree(word)
            ? "free"
            : "held by %s, thread %d"
                .formatted(owner(word).describe(), (long) LONG.getOpaque(segment, THREAD_OFFSET));
    String past = LockWord.isAbandoned(word) ? "; abandoned by " + dead(word).describe() : "";
    return "lock '%s' (%s%s)".formatted(name(), state, past);
  }

  @Override
  long word() {
    return (long) LONG.getVolatile(segment, WORD_OFFSET);
  }

  @Override
  int available(long word) {
    return LockWord.isFree(word) ? 1 : 0;
  }

  @Override
  boolean take(int n) {
    for (long word = word(); LockWord.isFree(word); word = word()) {
      if (LONG.compareAndSet(segment, WORD_OFFSET, word, LockWord.taken(word, self))) {
        Thread thread = Thread.currentThread();
        owner = thread;
        holds = 1;
        LONG.setOpaque(segment, THREAD_OFFSET, thread.threadId());
        return true;
      }
    }
    return false;
  }

  private boolean lockBefore(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return lockAgain() || takeAtOnce(1) || takeWithin(Patience.until(deadline), 1);
  }

  private boolean lockAgain() {
    if (!isHeldByCurrentThread()) {
      return false;
    }
    holds = Math.incrementExact(holds);
    return true;
  }

  private void release() {
    owner = null;
    try {
      // Dying or leaving, we may have been recovered: then it isn't ours to free.
      for (long word = word(); LockWord.isOwnedBy(word, self); word = word()) {
        if (LONG.compareAndSet(segment, WORD_OFFSET, word, LockWord.released(word))) {
          wake(1);
          return;
        }
      }
    } catch (IllegalStateException e) {
      throw explained(e);
    }
  }

  private void checkHeld() {
    if (!isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException(
          "%s: thread %d of this process doesn't hold it"
              .formatted(this, Thread.currentThread().threadId()));
    }
  }

  private Participant owner(long word) {
    return member.table().describe(LockWord.slot(word), LockWord.generation(word));
  }

  private Participant dead(long word) {
    ParticipantTable table = member.table();
    int slot = LockWord.deadSlot(word);
    return table.describe(slot, LockWord.deadGeneration(word, table.generation(slot)));
  }

  private final class Holds implements Monitor {
    @Override
    public void checkHeld() {
      SharedLock.this.checkHeld();
    }

    @Override
    public void checkMayWait() {
      checkHeld();
    }

    @Override
    public int releaseAll() {
      int all = holds;
      release();
      return all;
    }

    @Override
    public void takeBack(int all) {
      lock();
      holds = all;
    }

    @Override
    public IllegalStateException explained(IllegalStateException e) {
      return SharedLock.this.explained(e);
    }
  }
}
