package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * How one platform thread sleeps: on the shared word, and on a word of its own by which this
 * process can call it at any time. So {@link Thread#interrupt()} ends a sleep at once, wherever it
 * comes in between, and so does {@link #callIfAsleepOn}.
 *
 * <p>No call is lost: the caller changes the own word before it wakes, and the kernel compares it
 * before it sleeps. It is set back before {@link #begin}, which looks whether the thread was
 * interrupted. A late call ends a later sleep early, which does no harm.
 *
 * <p>Allocates nothing per sleep.
 */
final class Sleeper extends InterruptHook {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final int QUIET = 0;
  private static final int CALLED = 1;

  private final FutexVector words = new FutexVector(2);
  private final MemorySegment own = Arena.ofAuto().allocate(JAVA_INT);
  private volatile @Nullable MemorySegment asleepOn;

  /**
   * Sleeps while the int at {@code offset} is {@code expected}, or until called. For the thread
   * that it belongs to.
   *
   * @return whether somebody's wake-up may have been used up
   * @throws IllegalStateException if the memory is closed
   */
  boolean sleep(MemorySegment segment, long offset, int expected, long timeoutNanos) {
    INT.setVolatile(own, 0L, QUIET);
    words.clear();
    words.add(segment, offset, expected);
    words.addPrivate(own, QUIET);
    asleepOn = segment;
    begin();
    try {
      // Looked at when the closer can see us: it closes first and looks for sleepers then.
      Futex.checkOpen(segment);
      return Futex.checked("wait", words.sleep(timeoutNanos), segment);
    } finally {
      end();
      asleepOn = null;
    }
  }

  void callIfAsleepOn(MemorySegment.Scope scope) {
    MemorySegment segment = asleepOn;
    if (segment != null && segment.scope().equals(scope)) {
      wakeup();
    }
  }

  @Override
  public Selector wakeup() {
    INT.setVolatile(own, 0L, CALLED);
    Futex.wakePrivate(own);
    return this;
  }
}
