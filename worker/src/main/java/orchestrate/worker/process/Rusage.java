package orchestrate.worker.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The kernel's {@code struct rusage}, as {@code getrusage} fills it in. Takes the memory of its
 * arena.
 */
public final class Rusage {
  /** More than it takes on any 64-bit Linux. */
  private static final long BYTES = 256;

  private static final long USER = 0;
  private static final long SYSTEM = 16;

  private final MemorySegment memory;

  public Rusage(Arena arena) {
    memory = arena.allocate(BYTES);
  }

  /** Fills it in with what the calling thread has used since it began. One system call. */
  public void readThread() {
    Kernel.threadUsage(memory.address());
  }

  public long userNanos() {
    return nanos(USER);
  }

  public long systemNanos() {
    return nanos(SYSTEM);
  }

  private long nanos(long offset) {
    long seconds = memory.get(JAVA_LONG, offset);
    long micros = memory.get(JAVA_LONG, offset + Long.BYTES);
    return seconds * 1_000_000_000 + micros * 1_000;
  }
}
