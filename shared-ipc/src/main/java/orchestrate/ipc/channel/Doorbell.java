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
 * <p>Only the sleeper says that it is awake. Until it does, everybody who rings wakes it once:
 * whoever rang first may have died before it came to that. So that nobody wakes it twice, each
 * sleep has a number. A sleeper that takes the place of a dead one goes on from its numbers: who
 * rings must not mistake its sleep for one out of which it has woken the other.
 *
 * <pre>
 *   0  4  the word: 0 awake,   else   sleep's number, 30 bits | rung, 1 bit   , never 0
 *   4  4  the number of the last sleep, as in the word; the sleeper's own
 * </pre>
 */
public final class Doorbell {
  /** The bytes of shared memory that a doorbell takes: a cache line of its own. */
  public static final long BYTES = 64;

  private static final VarHandle WORD = JAVA_INT.varHandle();
  private static final long LAST_SLEEP = Integer.BYTES;
  private static final int AWAKE = 0;
  private static final int RUNG = 1;
  private static final int NUMBER_UNIT = 2;
  private static final int NUMBERS = 0x7fff_fffe;

  private final MemorySegment memory;
  private final WaitStrategy waiting;
  private final BriefWait briefWait = new BriefWait();

  /** Of those who ring: the word of the last sleep out of which this process has woken it. */
  private volatile int woken;

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
    int word = (int) WORD.getAcquire(memory, 0L);
    if (word != AWAKE && (word | RUNG) != woken) {
      // Changes the word, or fails because it is changed: the sleeper won't fall asleep again.
      WORD.compareAndSet(memory, 0L, word, word | RUNG);
      waiting.wake(memory, 0L, 1);
      woken = word | RUNG;
    }
  }

  /**
   * Sleeps until {@code work} is there, the doorbell rings or the deadline passes; may also return
   * for no reason. Looks for work for a moment before it sleeps, as long as that has been paying
   * off. For the one sleeper.
   */
  public void await(BooleanSupplier work, Deadline deadline) throws InterruptedException {
    if (briefWait.until(work)) {
      return;
    }
    int sleep = Math.max(NUMBER_UNIT, (memory.get(JAVA_INT, LAST_SLEEP) + NUMBER_UNIT) & NUMBERS);
    memory.set(JAVA_INT, LAST_SLEEP, sleep);
    WORD.setVolatile(memory, 0L, sleep);
    VarHandle.fullFence(); // however the work is looked for
    try {
      if (!work.getAsBoolean()) {
        waiting.await(memory, 0L, sleep, deadline);
      }
    } finally {
      WORD.setVolatile(memory, 0L, AWAKE);
    }
  }
}
