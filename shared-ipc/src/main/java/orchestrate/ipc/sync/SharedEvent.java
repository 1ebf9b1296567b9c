package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
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
 *    64      4  word {version 31, set 1}
 *   128  32832  who waits, see Waiters
 * </pre>
 */
@SuppressWarnings("serial") // passed by name
public final class SharedEvent extends SharedObject {
  private static final long WORD_OFFSET = Header.BYTES;
  private static final long WAITERS_OFFSET = WORD_OFFSET + 64;
  private static final long BYTES = WAITERS_OFFSET + Waiters.BYTES;
  private static final int SET = 1;
  private static final int VERSION_UNIT = 2;
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Waiters waiters;

  /** For the session. */
  public SharedEvent(String name, MappedRegion region, Member member, WaitStrategy strategy) {
    super(name, region, BYTES, member, strategy);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, member, strategy);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
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

  @Override
  public List<Waiter> waiting() {
    return waiters.list();
  }

  @Override
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    return Optional.empty();
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
    return "event '%s' (%s, %d waiting)"
        .formatted(name(), isSet() ? "set" : "not set", waiting().size());
  }

  private boolean awaitBefore(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int seen = word();
    if ((seen & SET) != 0) {
      return true;
    }
    if (strategy.spin(segment, WORD_OFFSET, seen)) {
      return true;
    }
    Patience patience = Patience.until(deadline);
    int place = waiters.enter(0);
    try {
      // Not set when we looked: any other word means that it was set since.
      while (word() == seen) {
        if (patience.isOver()) {
          return false;
        }
        waiters.await(place, WORD_OFFSET, seen, patience);
      }
      return true;
    } finally {
      waiters.exit(place);
    }
  }

  private int word() {
    return (int) INT.getVolatile(segment, WORD_OFFSET);
  }
}
