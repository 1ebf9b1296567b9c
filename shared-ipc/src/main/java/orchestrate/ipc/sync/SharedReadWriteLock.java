package orchestrate.ipc.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.Collectors;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A lock across processes that many may have for reading, or one for writing: {@link
 * java.util.concurrent.locks.ReentrantReadWriteLock}, and whoever dies holding it holds up nobody.
 *
 * <pre>{@code
 * SharedReadWriteLock lock = session.readWriteLock("index");
 * lock.readLock().lock();
 * try {
 *   index.find(key);
 * } finally {
 *   lock.readLock().unlock();
 * }
 * }</pre>
 *
 * <p><b>Fair.</b> Readers and writers are served in the order in which they came: a reader waits
 * behind a writer that came before, so neither waits for ever. Only {@code tryLock()} without a
 * time doesn't queue up.
 *
 * <p><b>Again, down and up.</b> A thread that reads may take the read lock again, also while a
 * writer waits; one that writes may take both again. One that writes may take the read lock,
 * release the write lock, and so go on reading what it wrote before anybody changes it. The other
 * way round it would wait for itself: a thread that only reads and wants the write lock gets an
 * {@link IllegalStateException} (and false from {@code tryLock()}).
 *
 * <p><b>Deaths.</b> The locks of the dead are free within milliseconds. If it was writing, {@link
 * #abandonedBy()} says so to readers and writers, until one who has the write lock has repaired
 * what it guards and calls {@link #markConsistent()}. The death of a reader leaves nothing behind.
 * A process that leaves the session while one of its threads has the lock is as good as dead.
 *
 * <p>Thread-safe. A write unlock happens-before the next lock, in any process, a read unlock before
 * the next write lock; so does the death of a holder. Interruption as in {@link SharedLock}.
 * Without contention to lock and to unlock takes a compare-and-set each and no system call; a
 * thread's first read lock allocates its counter.
 *
 * <h2>How it works</h2>
 *
 * <pre>
 *     64      8  who died writing, see Abandonment
 *    128   8256  word and ledgers, see PermitBook
 *   8384  32832  who waits for the lock, see Waiters
 *  41216  32832  who waits for conditions of the write lock, see SharedCondition
 * </pre>
 *
 * <p>It is a book of 131,071 permits, of which a reading thread takes one and a writing one all. To
 * go down from writing to reading is to give back all but one. How often each thread has which
 * lock, only its process needs to know. A death in writing is noted before the permits are given
 * back, so that nobody gets them and isn't told.
 */
@SuppressWarnings("serial") // passed by name
public final class SharedReadWriteLock extends ContendedObject implements ReadWriteLock {
  private static final int ALL = PermitWord.MAX_VALUE;
  private static final int MOST_READERS = ALL - 1;

  private static final long ABANDONMENT_OFFSET = Header.BYTES;
  private static final long BOOK_OFFSET = 2 * Header.BYTES;
  private static final long WAITERS_OFFSET = BOOK_OFFSET + PermitBook.BYTES;
  private static final long CONDITIONS_OFFSET = WAITERS_OFFSET + Waiters.BYTES;
  private static final long BYTES = CONDITIONS_OFFSET + Waiters.BYTES;

  private final int slot;
  private final PermitBook book;
  private final Abandonment abandonment;
  private final Conditions conditions;
  private final ReadLock readLock = new ReadLock(this);
  private final WriteLock writeLock = new WriteLock(this);

  // Written by the writer only. So whoever finds itself here is the writer, and nobody else does.
  private @Nullable Thread writer;
  private int writes;
  private final ThreadLocal<Reads> reads = ThreadLocal.withInitial(Reads::new);

  /** How often a thread has the read lock. */
  private static final class Reads {
    int count;
  }

  /** For the session. */
  public SharedReadWriteLock(
      String name, MappedRegion region, Member member, WaitStrategy strategy) {
    super(name, region, BYTES, member, strategy, true, BOOK_OFFSET, WAITERS_OFFSET);
    this.slot = member.slot();
    this.book = new PermitBook(segment, BOOK_OFFSET);
    this.abandonment = new Abandonment(segment, ABANDONMENT_OFFSET);
    this.conditions =
        new Conditions(
            new Waiters(segment, CONDITIONS_OFFSET, member, strategy), new WriteMonitor(), this);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    return MappedRegion.publish(
        file, BYTES, header, memory -> PermitBook.initialise(memory, BOOK_OFFSET, ALL));
  }

  @Override
  public ReadLock readLock() {
    return readLock;
  }

  @Override
  public WriteLock writeLock() {
    return writeLock;
  }

  /**
   * Who died writing, if nobody has said since that what the lock guards is in order. Ask when you
   * have either lock.
   */
  public Optional<Participant> abandonedBy() {
    long word = abandonment.word();
    int dead = Abandonment.slot(word);
    return dead == 0
        ? Optional.empty()
        : Optional.of(member.table().describe(dead, Abandonment.generation(word)));
  }

  /**
   * Says that what the lock guards is in order again. Does nothing if it wasn't abandoned.
   *
   * @throws IllegalMonitorStateException if this thread doesn't have the write lock
   */
  public void markConsistent() {
    writeLock.checkHeld();
    abandonment.clear();
  }

  /** The process that writes, if one does. */
  public Optional<Participant> writer() {
    return heldBySlots().entrySet().stream()
        .filter(holder -> holder.getValue() == ALL)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** How many threads read, in all processes. */
  public int getReadLockCount() {
    long word = word();
    return isWriting(word) ? 0 : ALL - available(word);
  }

  /** Whether a thread of any process writes. */
  public boolean isWriteLocked() {
    return isWriting(word());
  }

  /** Which processes have it, and with how many threads. */
  @Override
  public Map<Participant, Integer> holders() {
    Map<Participant, Integer> holders = heldBySlots();
    holders.replaceAll((holder, permits) -> permits == ALL ? 1 : permits);
    return holders;
  }

  /** One who writes holds all. */
  @Override
  Map<Participant, Integer> permitsHeld() {
    return heldBySlots();
  }

  @Override
  public void recover(int dead, int generation) {
    if (mayRecover(dead, generation)) {
      waiters.recover(dead, generation); // whose call was lost: wakeAll is next
      conditions.recover(dead, generation);
    }
    int returned;
    do {
      long word = book.word();
      noteIfWriting(dead, generation);
      returned = mayRecover(dead, generation) ? book.giveAll(dead, word) : 0;
    } while (returned == PermitBook.LOST);
    if (returned > 0) {
      wake(returned);
    }
  }

  @Override
  public void wakeAll() {
    super.wakeAll();
    conditions.wakeCalled();
  }

  @Override
  public String toString() {
    String holders =
        heldBySlots().entrySet().stream()
            .map(
                holder ->
                    holder.getValue() == ALL
                        ? "written by " + holder.getKey().describe()
                        : "read by %d of %s"
                            .formatted(holder.getValue(), holder.getKey().describe()))
            .collect(Collectors.joining(", "));
    String past = abandonedBy().map(dead -> "; abandoned by " + dead.describe()).orElse("");
    return "read-write lock '%s' (%s%s)"
        .formatted(name(), holders.isEmpty() ? "free" : holders, past);
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
    boolean writing = n == ALL;
    if (!book.take(slot, n, writing ? ALL : n + 1)) {
      if (!writing) {
        checkReaders();
      }
      return false;
    }
    if (writing) {
      writer = Thread.currentThread();
      writes = 1;
    } else {
      reads.get().count = 1;
    }
    return true;
  }

  /** One permit is always left by those who read: to hold all is to write. */
  private void checkReaders() {
    if (available(word()) == 1) {
      throw new Error("%s: no more than %,d threads can read".formatted(this, MOST_READERS));
    }
  }

  /** Dying or leaving, we may have been recovered: then it isn't ours to give. */
  private void give(int n) {
    try {
      if (book.give(slot, n)) {
        wake(n);
      }
    } catch (IllegalStateException e) {
      throw explained(e);
    }
  }

  /** Before anybody can have what it wrote: if we die over it, it is done again. */
  private void noteIfWriting(int dead, int generation) {
    if (diedWriting(dead, generation)) {
      abandonment.note(dead, generation, () -> diedWriting(dead, generation));
      conditions.callAll(); // it was perhaps about to signal
    }
  }

  private boolean diedWriting(int dead, int generation) {
    return book.heldBy(dead) == ALL && mayRecover(dead, generation);
  }

  @SuppressWarnings("ReferenceEquality") // a thread's equals may say anything
  private boolean isWriter() {
    return writer == Thread.currentThread();
  }

  /** A writer's is the last operation, since nothing is left for others. */
  private static boolean isWriting(long word) {
    return PermitWord.held(word) == ALL;
  }

  private Map<Participant, Integer> heldBySlots() {
    Map<Participant, Integer> holders = new LinkedHashMap<>();
    for (int s = 1; s < ParticipantTable.SLOTS; s++) {
      int held = book.heldBy(s);
      if (held > 0) {
        holders.put(member.table().describe(s), held);
      }
    }
    return holders;
  }

  private IllegalMonitorStateException notHeld(String side) {
    return new IllegalMonitorStateException(
        "%s: thread %d of this process doesn't hold the %s lock"
            .formatted(this, Thread.currentThread().threadId(), side));
  }

  /** What many may have at once. See {@link SharedReadWriteLock}. */
  public static final class ReadLock extends LockSide {
    private final SharedReadWriteLock lock;

    ReadLock(SharedReadWriteLock lock) {
      super(lock, 1);
      this.lock = lock;
    }

    /** Takes it if nobody writes now, even before those who wait. Doesn't wait. */
    @Override
    public boolean tryLock() {
      return again() || lock.take(1);
    }

    /**
     * Undoes one locking.
     *
     * @throws IllegalMonitorStateException if this thread doesn't hold it; says who does
     */
    @Override
    public void unlock() {
      Reads mine = lock.reads.get();
      if (mine.count == 0) {
        throw lock.notHeld("read");
      }
      mine.count--;
      if (mine.count == 0 && !lock.isWriter()) {
        lock.give(1);
      }
    }

    /** Not possible: who changes what is waited for has the write lock. */
    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException(
          "a read lock has no conditions: wait on one of the write lock");
    }

    /** How often the calling thread holds it. */
    public int getHoldCount() {
      return lock.reads.get().count;
    }

    @Override
    public String toString() {
      return "read side of " + lock;
    }

    @Override
    boolean again() {
      Reads mine = lock.reads.get();
      if (mine.count == 0 && !lock.isWriter()) {
        return false;
      }
      mine.count = Math.incrementExact(mine.count);
      return true;
    }
  }

  /** What one may have while nobody else has anything. See {@link SharedReadWriteLock}. */
  public static final class WriteLock extends LockSide {
    private final SharedReadWriteLock lock;

    WriteLock(SharedReadWriteLock lock) {
      super(lock, ALL);
      this.lock = lock;
    }

    /** Takes it if nobody has either lock now, even before those who wait. Doesn't wait. */
    @Override
    public boolean tryLock() {
      return lock.isWriter() ? again() : lock.take(ALL);
    }

    /**
     * Undoes one locking; after the last, a thread that has the read lock too goes on reading.
     *
     * @throws IllegalMonitorStateException if this thread doesn't hold it; says who does
     */
    @Override
    public void unlock() {
      checkHeld();
      if (lock.writes > 1) {
        lock.writes--;
      } else {
        release();
      }
    }

    /** A new condition, numbered as in {@link SharedLock#newCondition()}. */
    @Override
    public SharedCondition newCondition() {
      return lock.conditions.next();
    }

    /** The condition of that number, the same in every process: 0 to 15. */
    public SharedCondition condition(int number) {
      return lock.conditions.get(number);
    }

    public boolean isHeldByCurrentThread() {
      return lock.isWriter();
    }

    /** How often the calling thread holds it. */
    public int getHoldCount() {
      return lock.isWriter() ? lock.writes : 0;
    }

    @Override
    public String toString() {
      return "write side of " + lock;
    }

    @Override
    boolean again() {
      if (lock.isWriter()) {
        lock.writes = Math.incrementExact(lock.writes);
        return true;
      }
      if (lock.readLock.getHoldCount() > 0) {
        throw new IllegalStateException(
            "%s: thread %d of this process reads, and would wait for itself: release the read lock before taking the write lock"
                .formatted(lock, Thread.currentThread().threadId()));
      }
      return false;
    }

    private void checkHeld() {
      if (!lock.isWriter()) {
        throw lock.notHeld("write");
      }
    }

    private void release() {
      boolean reads = lock.readLock.getHoldCount() > 0;
      lock.writer = null;
      lock.give(reads ? ALL - 1 : ALL);
    }
  }

  private final class WriteMonitor implements Monitor {
    @Override
    public void checkHeld() {
      writeLock.checkHeld();
    }

    @Override
    public void checkMayWait() {
      checkHeld();
      if (readLock.getHoldCount() > 0) {
        throw new IllegalStateException(
            "%s: thread %d of this process has the read lock too and would keep it, so nobody could write what it waits for: release that before"
                .formatted(SharedReadWriteLock.this, Thread.currentThread().threadId()));
      }
    }

    @Override
    public int releaseAll() {
      int all = writes;
      writeLock.release();
      return all;
    }

    @Override
    public void takeBack(int holds) {
      writeLock.lock();
      writes = holds;
    }

    @Override
    public IllegalStateException explained(IllegalStateException e) {
      return SharedReadWriteLock.this.explained(e);
    }
  }
}
