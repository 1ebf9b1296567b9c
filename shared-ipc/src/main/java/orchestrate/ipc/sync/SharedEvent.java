package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * A flag across processes that can be awaited.
 *
 * <pre>{@code
 * SharedEvent ready = session.event("database-ready");
 * ready.set();                                // in one process
 * ready.await();                              // in others
 * }</pre>
 *
 * <p>Everybody who waits when it is set is released, also if it is cleared at once: each setting
 * counts up a version, and waiters compare that. Nobody owns an event, so a death changes nothing.
 *
 * <p>Thread-safe. What a thread did before {@link #set()} happens-before what another does after an
 * {@link #await()} that it ended. Interrupted waits throw {@link InterruptedException}.
 *
 * <pre>
 *    64   4         word {version 31, set 1}
 *    72   8         how many wait, see Waiters
 *   128   8 * 1024  per slot: who waits
 * </pre>
 */
public final class SharedEvent extends SharedObject {
  private static final long WORD_OFFSET = Header.BYTES;
  private static final long WAITERS_OFFSET = WORD_OFFSET + Long.BYTES;
  private static final long SLOT_WAITERS_OFFSET = 2 * Header.BYTES;
  private static final long STRIDE = Long.BYTES;
  private static final long BYTES = SLOT_WAITERS_OFFSET + ParticipantTable.SLOTS * STRIDE;
  private static final int SET = 1;
  private static final int VERSION_UNIT = 2;
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Waiters waiters;

  SharedEvent(String name, MappedRegion region, Member member, WaitStrategy strategy) {
    super(name, region, member, strategy);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, SLOT_WAITERS_OFFSET, STRIDE, member);
  }

  static MappedRegion make(Path file, Header header) throws IOException {
    return MappedRegion.publish(file, BYTES, header, segment -> {});
  }

  /** Sets the flag and releases all who wait. Does nothing if it is set. */
  public void set() {
    while (true) {
      int word = word();
      if ((word & SET) != 0) {
        return;
      }
      if (INT.compareAndSet(segment, WORD_OFFSET, word, (word + VERSION_UNIT) | SET)) {
        wakeAll();
        return;
      }
    }
  }

  /** Clears the flag. Does nothing if it isn't set. */
  public void clear() {
    while (true) {
      int word = word();
      if ((word & SET) == 0 || INT.compareAndSet(segment, WORD_OFFSET, word, word & ~SET)) {
        return;
      }
    }
  }

  public boolean isSet() {
    return (word() & SET) != 0;
  }

  /** Waits until it is set, as long as it takes. */
  public void await() throws InterruptedException {
    awaitBefore(Deadline.never());
  }

  /** Waits until it is set; false if that took too long. */
  public boolean await(Duration allowed) throws InterruptedException {
    return awaitBefore(Deadline.after(allowed));
  }

  /** How many threads wait, in all processes; may count some that died too many. */
  public int waiters() {
    return waiters.count();
  }

  @Override
  public void recover(int slot, int generation) {
    if (mayRecover(slot, generation)) {
      waiters.recover(slot, generation);
    }
  }

  @Override
  public void wakeAll() {
    if (waiters.any()) {
      strategy.wake(segment, WORD_OFFSET, Integer.MAX_VALUE);
    }
  }

  @Override
  public String toString() {
    return "event '%s' (%s, %d waiting)".formatted(name(), isSet() ? "set" : "not set", waiters());
  }

  private boolean awaitBefore(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int seen = word();
    if ((seen & SET) != 0) {
      return true;
    }
    waiters.enter(Waiters.FOR_ONE);
    try {
      // Not set when we looked: any other word means that it was set since.
      while (word() == seen) {
        if (deadline.expired()) {
          return false;
        }
        strategy.await(segment, WORD_OFFSET, seen, deadline);
      }
      return true;
    } finally {
      waiters.exit(Waiters.FOR_ONE);
    }
  }

  private int word() {
    return (int) INT.getVolatile(segment, WORD_OFFSET);
  }
}
