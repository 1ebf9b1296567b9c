package orchestrate.pool;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageRing;
import orchestrate.ipc.memory.MappedRegion;

/**
 * The memory that the pool shares with one worker.
 *
 * <pre>
 *   0    8  the call that the worker is at, 0 if none
 *   8    8  when it began with that, by {@link System#nanoTime}, which all processes share
 *   16   4  1 when the worker takes calls
 *   20   4  1 when its JVM has begun to end in order
 *   24   4  1 while it waits for room in the ring of replies
 *   72   4  1 while a thread of the pool's process looks for its replies all the time
 *   64   8  the call that the pool wants to be stopped, or {@link #END}
 *   128     bell of calls | ring of calls | bell of stops | ring of replies
 * </pre>
 *
 * <p>Replies ring the one bell of the pool.
 */
final class WorkerLink implements AutoCloseable {
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long CURRENT = 0;
  private static final long BEGAN = 8;
  private static final long UP = 16;
  private static final long ENDS = 20;
  private static final long LACKS_ROOM = 24;
  private static final long STOP = 64;
  private static final long WATCHED = 72;
  private static final long STATE_BYTES = 128;
  private static final int RING_BYTES = 1 << 17;
  private static final long BYTES =
      STATE_BYTES + 2 * Doorbell.BYTES + 2 * MessageRing.bytesFor(RING_BYTES);

  /** No call has this number: the worker shall end. */
  static final long END = -1;

  private final MappedRegion region;
  private final MemorySegment state;
  private final Doorbell callBell;
  private final MessageRing calls;
  private final Doorbell stopBell;
  private final MessageRing replies;

  private WorkerLink(MappedRegion region) {
    this.region = region;
    this.state = region.segment();
    long ring = MessageRing.bytesFor(RING_BYTES);
    long at = STATE_BYTES;
    callBell = new Doorbell(state.asSlice(at, Doorbell.BYTES));
    calls = new MessageRing(state.asSlice(at + Doorbell.BYTES, ring));
    at += Doorbell.BYTES + ring;
    stopBell = new Doorbell(state.asSlice(at, Doorbell.BYTES));
    replies = new MessageRing(state.asSlice(at + Doorbell.BYTES, ring));
  }

  static WorkerLink create(Path file) throws IOException {
    return new WorkerLink(MappedRegion.create(file, BYTES));
  }

  static WorkerLink open(Path file) throws IOException {
    return new WorkerLink(MappedRegion.open(file, BYTES));
  }

  Doorbell callBell() {
    return callBell;
  }

  MessageRing calls() {
    return calls;
  }

  Doorbell stopBell() {
    return stopBell;
  }

  MessageRing replies() {
    return replies;
  }

  /** The worker begins with a call. */
  void begin(long call) {
    state.set(JAVA_LONG, BEGAN, System.nanoTime());
    LONG.setRelease(state, CURRENT, call);
  }

  /** The reply to the call is in the ring. */
  void replied() {
    LONG.setRelease(state, CURRENT, 0L);
  }

  /** The call that the worker is at; 0 if none. */
  long current() {
    return (long) LONG.getAcquire(state, CURRENT);
  }

  /** How long it has been at the {@link #current} call. */
  long nanosAtCurrent() {
    return System.nanoTime() - state.get(JAVA_LONG, BEGAN);
  }

  void setUp() {
    INT.setRelease(state, UP, 1);
  }

  boolean isUp() {
    return (int) INT.getAcquire(state, UP) == 1;
  }

  void setEnds() {
    INT.setRelease(state, ENDS, 1);
  }

  /** Whether its JVM was ended by {@code System.exit} or a signal, and not at one stroke. */
  boolean ends() {
    return (int) INT.getAcquire(state, ENDS) == 1;
  }

  void setLacksRoom(boolean lacks) {
    INT.setVolatile(state, LACKS_ROOM, lacks ? 1 : 0);
    VarHandle.fullFence(); // Who lacks room looks once more, and who makes room looks who lacks it.
  }

  boolean lacksRoom() {
    return (int) INT.getVolatile(state, LACKS_ROOM) == 1;
  }

  /**
   * Whether replies need not ring: who looks for them all the time says so, and looks once more
   * after it has said that it does so no longer.
   */
  void setWatched(boolean watched) {
    INT.setVolatile(state, WATCHED, watched ? 1 : 0);
    VarHandle.fullFence();
  }

  /** To be asked after the reply was offered. */
  boolean isWatched() {
    VarHandle.fullFence();
    return (int) INT.getVolatile(state, WATCHED) == 1;
  }

  /** Has the worker stop that call, or {@link #END}. */
  void stop(long call) {
    LONG.setVolatile(state, STOP, call);
    stopBell.ring();
  }

  long toStop() {
    return (long) LONG.getVolatile(state, STOP);
  }

  @Override
  public void close() {
    region.close();
  }
}
