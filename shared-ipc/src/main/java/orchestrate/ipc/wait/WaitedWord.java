package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An int that virtual threads wait for to be no longer {@code expected}. Guarded by the lock of
 * {@link StandIns}.
 */
final class WaitedWord {
  /** What makes waiters wait for the same; the scope tells mappings that had the same address. */
  record Key(MemorySegment.Scope scope, long address, int expected) {
    static Key of(MemorySegment segment, long offset, int expected) {
      return new Key(segment.scope(), segment.address() + offset, expected);
    }
  }

  private static final int NOT_SLEPT_ON = -1;
  private static final VarHandle INT = JAVA_INT.varHandle();

  final Key key;
  final StandIn standIn;
  final Set<VirtualWaiter> waiters = new LinkedHashSet<>();
  private final MemorySegment segment;
  private final long offset;

  /** Its place in the vector that the stand-in sleeps on. */
  int index = NOT_SLEPT_ON;

  WaitedWord(Key key, StandIn standIn, MemorySegment segment, long offset) {
    this.key = key;
    this.standIn = standIn;
    this.segment = segment;
    this.offset = offset;
  }

  boolean isSleptOn() {
    return index != NOT_SLEPT_ON;
  }

  /** Whether there is nothing more to wait for; always so if the memory was closed. */
  boolean isDue() {
    try {
      return (int) INT.getVolatile(segment, offset) != key.expected;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  boolean isClosed() {
    return !key.scope.isAlive();
  }

  void addTo(FutexVector vector) {
    index = vector.size();
    vector.add(segment, offset, key.expected);
  }

  /** Gives a wake-up that nobody here needs to whoever else sleeps. */
  void passOn() {
    try {
      Futex.wake(segment, offset, 1);
    } catch (IllegalStateException e) {
      if (!isClosed()) {
        throw e;
      }
    }
  }
}
