package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * A count that goes down to zero, once, and can be awaited: {@link
 * java.util.concurrent.CountDownLatch} across processes.
 *
 * <pre>{@code
 * SharedLatch loaded = session.latch("loaded", 3);
 * loaded.countDown();                         // in each of three processes
 * loaded.await();                             // in others
 * }</pre>
 *
 * <p>Nobody owns a count: what was counted down stays so, whoever dies, and <b>the death of one who
 * was still to count down leaves the latch closed</b>, since a latch can't know whom it waits for.
 * Where that can happen, give the wait a limit, or watch for deaths ({@code Session.watch}), or
 * take a {@link SharedBarrier}, which breaks if one who {@linkplain SharedBarrier#register()
 * registered} dies.
 *
 * <p>Thread-safe. What a thread did before {@link #countDown()} happens-before what another, in any
 * process, does after {@link #await()}. Waits end by {@link InterruptedException} when interrupted,
 * also at once if the thread was interrupted before. Counting down makes no system call unless it
 * opens the latch and somebody waits; nothing here allocates unless it waits.
 *
 * <pre>
 *    64      4  word: the count
 *   128  32832  who waits, see Waiters
 * </pre>
 */
@SuppressWarnings("serial") // passed by name
public final class SharedLatch extends SharedObject {
  private static final long WORD_OFFSET = Header.BYTES;
  private static final long WAITERS_OFFSET = WORD_OFFSET + 64;
  private static final long BYTES = WAITERS_OFFSET + Waiters.BYTES;
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Waiters waiters;

  /** For the session. */
  public SharedLatch(String name, MappedRegion region, Member member, WaitStrategy strategy) {
    super(name, region, BYTES, member, strategy);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, member, strategy);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    long count = header.parameters();
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a latch counts down from 0 to %d, not from %d".formatted(Integer.MAX_VALUE, count));
    }
    return MappedRegion.publish(
        file, BYTES, header, memory -> memory.set(JAVA_INT, WORD_OFFSET, (int) count));
  }

  /** Counts one down; at zero, releases all who wait. Does nothing if it is zero. */
  public void countDown() {
    countDown(1);
  }

  /** Counts {@code n} down at once, but not below zero; at zero, releases all who wait. */
  public void countDown(int n) {
    if (n < 0) {
      throw new IllegalArgumentException(
          "latch '%s': cannot count down by %d".formatted(name(), n));
    }
    int count;
    int next;
    do {
      count = word();
      next = Math.max(0, count - n);
    } while (next != count && !INT.compareAndSet(segment, WORD_OFFSET, count, next));
    if (count != 0 && next == 0) {
      wakeAll();
    }
  }

  /** How much is still to be counted down. */
  public long getCount() {
    return word();
  }

  /** Waits until the count is zero, as long as it takes. */
  public void await() throws InterruptedException {
    awaitBefore(Deadline.never());
  }

  /** Waits until the count is zero; false if that took too long. */
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return await(Duration.of(timeout, unit.toChronoUnit()));
  }

  /** Waits until the count is zero; false if that took too long. */
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
    return "latch '%s' (count %d, %d waiting)".formatted(name(), getCount(), waiting().size());
  }

  private boolean awaitBefore(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int count = word();
    if (count == 0 || (strategy.spin(segment, WORD_OFFSET, count) && word() == 0)) {
      return true;
    }
    Patience patience = Patience.until(deadline);
    int place = waiters.enter(0);
    try {
      // Only the step to zero wakes those who sleep: the steps before are nothing to them.
      for (count = word(); count != 0; count = word()) {
        if (patience.isOver()) {
          return false;
        }
        waiters.await(place, WORD_OFFSET, count, patience);
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
