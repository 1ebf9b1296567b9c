package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Held for a moment by one thread of one process: a word {generation 32, slot 32}, 0 if it is free.
 *
 * <p>It isn't given back to others when its owner dies, but to whoever recovers the owner, when its
 * last threads are gone: that one repairs what the lock protects.
 *
 * <p>Not reentrant, not fair, not interruptible. What a thread did before {@link #unlock}
 * happens-before what the next does after {@link #lock}.
 */
final class RobustLock {
  private static final long FREE = 0;
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private final int tag;
  private final long us;
  private final Waiters waiters;
  private final WaitStrategy strategy;

  /** The lock at {@code offset}, whose waiters have that tag. */
  RobustLock(
      MemorySegment segment,
      long offset,
      int tag,
      Waiters waiters,
      Member member,
      WaitStrategy strategy) {
    this.segment = segment;
    this.offset = offset;
    this.tag = tag;
    this.us = owner(member.slot(), member.generation());
    this.waiters = waiters;
    this.strategy = strategy;
  }

  void lock() {
    long word = word();
    while (!set(FREE, us)) {
      if (!strategy.spin(segment, offset + LOW_HALF, (int) word)) {
        await();
        return;
      }
      word = word();
    }
  }

  private void await() {
    int place = waiters.enter(tag);
    try (Patience patience = Patience.uninterruptible()) {
      while (!set(FREE, us)) {
        long word = word();
        if (word != FREE) {
          waiters.await(place, offset + LOW_HALF, (int) word, patience);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("an interrupt doesn't end this wait", e);
    } finally {
      waiters.exit(place);
    }
  }

  /**
   * @throws IllegalStateException if it was taken from this process
   */
  void unlock() {
    if (!set(us, FREE)) {
      throw new IllegalStateException("this process has left the session, or was taken for dead");
    }
    wake(1);
  }

  /** Whether that participant holds it. */
  boolean isHeldBy(int slot, int generation) {
    return word() == owner(slot, generation);
  }

  /** Takes it from its dead owner; false if that doesn't hold it any more. */
  boolean takeFrom(int slot, int generation) {
    return set(owner(slot, generation), us);
  }

  void wakeAll() {
    wake(Integer.MAX_VALUE);
  }

  private void wake(int count) {
    if (waiters.any(tag, tag)) {
      strategy.wake(segment, offset + LOW_HALF, count);
    }
  }

  private static long owner(int slot, int generation) {
    return ((long) generation << 32) | slot;
  }

  private long word() {
    return (long) LONG.getVolatile(segment, offset);
  }

  private boolean set(long old, long word) {
    return LONG.compareAndSet(segment, offset, old, word);
  }
}
