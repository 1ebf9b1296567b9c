package orchestrate.worker.process;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Waits for children of one lane, one at a time: the memory that the kernel writes to, kept from
 * one child to the next. A plain buffer: memory segments are slow until the JIT has compiled them.
 */
final class ChildWait {
  private static final int PID = 0;
  private static final int POLL = 8;
  private static final int TIME = 16;
  private static final int USE = 32;
  private static final int STATUS = USE + 256;
  private static final int BYTES = STATUS + 8;

  private static final short READABLE = 1;

  // Of the kernel's struct rusage.
  private static final int USER = USE;
  private static final int SYSTEM = USE + 16;
  private static final int PEAK_KIB = USE + 32;

  private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
  private final long start = MemorySegment.ofBuffer(memory).address();

  /** Where the id of a new child is written to. */
  long pidAddress() {
    return start + PID;
  }

  int pid() {
    return memory.getInt(PID);
  }

  /**
   * Waits until the child has ended, or the time is over. It is left a zombie: its id is not given
   * away yet.
   *
   * @return whether it has ended
   */
  boolean awaitEnd(int pid, int millis) {
    int child = Kernel.openProcess(pid);
    if (child < 0) {
      return false; // An old kernel, or we have too many open files: there is a way without.
    }
    memory.putInt(POLL, child).putShort(POLL + 4, READABLE).putShort(POLL + 6, (short) 0);
    memory.putLong(TIME, millis / 1000).putLong(TIME + 8, millis % 1000 * 1_000_000L);
    boolean ended = Kernel.poll(start + POLL, start + TIME) > 0;
    Kernel.close(child);
    return ended;
  }

  /** Takes the status of a child that has ended, as {@code wait} gives it, and frees its id. */
  int reap(int pid) {
    Kernel.reap(pid, start + STATUS, start + USE);
    return memory.getInt(STATUS);
  }

  long userNanos() {
    return nanos(USER);
  }

  long systemNanos() {
    return nanos(SYSTEM);
  }

  long peakBytes() {
    return memory.getLong(PEAK_KIB) << 10;
  }

  private long nanos(int offset) {
    return memory.getLong(offset) * 1_000_000_000 + memory.getLong(offset + Long.BYTES) * 1_000;
  }
}
