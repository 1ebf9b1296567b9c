package orchestrate.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Participant;

/**
 * Which threads of a process use its end of a channel, and since when they wait: for reports of who
 * waits for whom, and nothing else.
 *
 * <pre>
 *    0  8  the thread that has last received here, or does; 0 if none has
 *    8  8  since when it waits for a message (nanoTime); 0 if it doesn't
 *   16  8  the thread that has last sent from here, or does; 0 if none has
 *   24  8  since when it waits for room; 0 if it doesn't
 * </pre>
 *
 * <p>Each pair is written by who has that side's lock, and is as good as its owner is alive.
 */
final class EndThreads {
  /** The tag of a {@link Waiter} that waits for a message. */
  static final int RECEIVES = 0;

  /** The tag of a {@link Waiter} that waits for room. */
  static final int SENDS = 1;

  private static final long SIDE_BYTES = 16;
  private static final long SINCE = Long.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment memory;

  EndThreads(MemorySegment memory) {
    this.memory = memory;
  }

  /** The calling thread begins to receive, or to send. */
  void uses(int side) {
    LONG.setOpaque(memory, side * SIDE_BYTES, Thread.currentThread().threadId());
  }

  /** It waits. */
  void waits(int side) {
    LONG.setRelease(memory, side * SIDE_BYTES + SINCE, System.nanoTime());
  }

  /** It waits no more. */
  void goesOn(int side) {
    LONG.setRelease(memory, side * SIDE_BYTES + SINCE, 0L);
  }

  /** The thread that waits there, if one does. */
  Optional<Waiter> waiter(int side, Participant owner) {
    long since = since(side);
    return since == 0
        ? Optional.empty()
        : Optional.of(
            new Waiter(owner, thread(side), Duration.ofNanos(System.nanoTime() - since), side));
  }

  /**
   * Whether a thread waits on that side, and another one is known to use the other: what the first
   * one waits for doesn't keep the second from going on.
   */
  boolean isUsedByAnother(int side) {
    long other = thread(1 - side);
    return since(side) != 0 && other != 0 && other != thread(side);
  }

  private long thread(int side) {
    return (long) LONG.getOpaque(memory, side * SIDE_BYTES);
  }

  private long since(int side) {
    return (long) LONG.getAcquire(memory, side * SIDE_BYTES + SINCE);
  }
}
