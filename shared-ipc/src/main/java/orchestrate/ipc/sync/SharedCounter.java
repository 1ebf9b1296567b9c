package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * A number across processes: {@link java.util.concurrent.atomic.AtomicLong}, under the same names.
 *
 * <pre>{@code
 * SharedCounter done = session.counter("files-done");
 * done.increment();                           // in many processes
 * println(done.get() + " files");             // in one
 * }</pre>
 *
 * <p>Each operation is one atomic step: a process that dies has done it or not, and there is
 * nothing to give back. Sums overflow silently, as of any {@code long}.
 *
 * <p>Thread-safe; never waits, makes no system call, allocates nothing. Every operation has the
 * memory effects of a {@code volatile} access: what a thread did before it changed the value
 * happens-before what another, in any process, does after it saw that value.
 *
 * <pre>
 *   64  8  the value, alone in its cache line
 * </pre>
 */
@SuppressWarnings("serial") // passed by name
public final class SharedCounter extends SharedObject {
  private static final long VALUE_OFFSET = Header.BYTES;
  private static final long BYTES = VALUE_OFFSET + 64;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  /** For the session. */
  public SharedCounter(String name, MappedRegion region, Member member, WaitStrategy strategy) {
    super(name, region, BYTES, member, strategy);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    return MappedRegion.publish(
        file, BYTES, header, memory -> memory.set(JAVA_LONG, VALUE_OFFSET, header.parameters()));
  }

  public long get() {
    return (long) LONG.getVolatile(segment, VALUE_OFFSET);
  }

  public void set(long value) {
    LONG.setVolatile(segment, VALUE_OFFSET, value);
  }

  /** Sets it. Returns what it was. */
  public long getAndSet(long value) {
    return (long) LONG.getAndSet(segment, VALUE_OFFSET, value);
  }

  /** Sets it if it is {@code expected}. Returns whether it was. */
  public boolean compareAndSet(long expected, long value) {
    return LONG.compareAndSet(segment, VALUE_OFFSET, expected, value);
  }

  public void increment() {
    add(1);
  }

  public void add(long delta) {
    getAndAdd(delta);
  }

  /** Adds to it. Returns what it was. */
  public long getAndAdd(long delta) {
    return (long) LONG.getAndAdd(segment, VALUE_OFFSET, delta);
  }

  /** Adds to it. Returns what it is now. */
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /** Adds one. Returns what it was: a number that nobody else gets. */
  public long getAndIncrement() {
    return getAndAdd(1);
  }

  /** Adds one. Returns what it is now. */
  public long incrementAndGet() {
    return addAndGet(1);
  }

  /** Subtracts one. Returns what it was. */
  public long getAndDecrement() {
    return getAndAdd(-1);
  }

  /** Subtracts one. Returns what it is now. */
  public long decrementAndGet() {
    return addAndGet(-1);
  }

  /**
   * Applies a function to it. Returns what it was.
   *
   * @param change without side effects: it is applied again if others change the value meanwhile
   */
  public long getAndUpdate(LongUnaryOperator change) {
    long old;
    do {
      old = get();
    } while (!compareAndSet(old, change.applyAsLong(old)));
    return old;
  }

  /** Applies a function to it, as {@link #getAndUpdate}. Returns what it is now. */
  public long updateAndGet(LongUnaryOperator change) {
    long old;
    long value;
    do {
      old = get();
      value = change.applyAsLong(old);
    } while (!compareAndSet(old, value));
    return value;
  }

  /**
   * Applies a function to it (first) and {@code x} (second). Returns what it was.
   *
   * @param change without side effects: it is applied again if others change the value meanwhile
   */
  public long getAndAccumulate(long x, LongBinaryOperator change) {
    long old;
    do {
      old = get();
    } while (!compareAndSet(old, change.applyAsLong(old, x)));
    return old;
  }

  /**
   * Applies a function to it and {@code x}, as {@link #getAndAccumulate}. Returns what it is now.
   */
  public long accumulateAndGet(long x, LongBinaryOperator change) {
    long old;
    long value;
    do {
      old = get();
      value = change.applyAsLong(old, x);
    } while (!compareAndSet(old, value));
    return value;
  }

  /** Does nothing: nobody holds anything of a counter. */
  @Override
  public void recover(int slot, int generation) {}

  /** Does nothing: nobody waits for a counter. */
  @Override
  public void wakeAll() {}

  /** Nobody: a counter isn't waited for. */
  @Override
  public List<Waiter> waiting() {
    return List.of();
  }

  @Override
  public String toString() {
    return "counter '%s' (%d)".formatted(name(), get());
  }
}
