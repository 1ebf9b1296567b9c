package orchestrate.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Wakes one sleeper that waits for work from any number of others, in any process. Ringing costs no
 * system call unless the sleeper sleeps.
 *
 * <p>The sleeper says that it is about to sleep and then looks for work once more; whoever brings
 * work publishes it and then looks for a sleeper. Both look after a full fence, so at least one of
 * them sees the other, and no work is left lying.
 *
 * <p>Only the sleeper says that it is awake. Until it does, everybody who rings wakes it: whoever
 * rang first may have died before it came to that.
 */
public final class Doorbell {
  /** The bytes of shared memory that a doorbell takes: a cache line of its own. */
  public static final long BYTES = 64;

  private static final VarHandle WORD = JAVA_INT.varHandle();
  private static final int AWAKE = 0;
  private static final int ASLEEP = 1;
  private static final int RUNG = 2;

  /** About a microsecond: the time in which an answer to what was just sent can come back. */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

  private final MemorySegment memory;
  private final WaitStrategy waiting;

  /** The doorbell in {@code memory}; fresh memory must be zero. */
  public Doorbell(MemorySegment memory) {
    this(memory, WaitStrategy.current());
  }

  /** The same, whose sleeper waits by that strategy. */
  public Doorbell(MemorySegment memory, WaitStrategy waiting) {
    this.memory = memory;
    this.waiting = waiting;
  }

  /** Wakes the sleeper if there is one. Call it after the work was published. */
  public void ring() {
    VarHandle.fullFence();
    if ((int) WORD.getAcquire(memory, 0L) != AWAKE) {
      // Changes the word, or fails because it is changed: the sleeper won't fall asleep again.
      WORD.compareAndSet(memory, 0L, ASLEEP, RUNG);
      waiting.wake(memory, 0L, 1);
    }
  }

  /**
   * Sleeps until {@code work} is there, the doorbell rings or the deadline passes; may also return
   * for no reason. For the one sleeper.
   */
  public void await(BooleanSupplier work, Deadline deadline) throws InterruptedException {
    for (int i = 0; i < SPINS; i++) {
      if (work.getAsBoolean()) {
        return;
      }
      Thread.onSpinWait();
    }
    WORD.setVolatile(memory, 0L, ASLEEP);
    VarHandle.fullFence(); // however the work is looked for
    try {
      if (!work.getAsBoolean()) {
        waiting.await(memory, 0L, ASLEEP, deadline);
      }
    } finally {
      WORD.setVolatile(memory, 0L, AWAKE);
    }
  }
}
