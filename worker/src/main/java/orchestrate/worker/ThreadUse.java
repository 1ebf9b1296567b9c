package orchestrate.worker;

import java.lang.foreign.Arena;
import orchestrate.worker.process.Rusage;
import orchestrate.worker.protocol.ResourceUse;

/**
 * What a lane's thread uses of the processor for a Java task. Belongs to that thread.
 *
 * <p>A system call of a quarter of a microsecond, where {@code ThreadMXBean} takes a whole one, and
 * ten for user and system apart, after it has loaded a module. Short tasks don't even pay for that:
 * the thread's use is read anew only if the last reading is some microseconds old.
 */
final class ThreadUse {
  /** What takes less is not worth a system call. */
  private static final long SHORTEST_NANOS = 1_000_000;

  /** By so much a task that is worth one may be told too much. */
  private static final long ERROR_NANOS = 20_000;

  private final Rusage rusage = new Rusage(Arena.ofAuto());
  private long readAt = System.nanoTime() - ERROR_NANOS - 1;
  private long user;
  private long system;

  /** A task begins, at that time. */
  void begin(long nanoTime) {
    if (nanoTime - readAt > ERROR_NANOS) {
      rusage.readThread();
      user = rusage.userNanos();
      system = rusage.systemNanos();
      readAt = nanoTime;
    }
  }

  /** What the task has used that has run so long; nothing if that was a moment. */
  ResourceUse of(long nanos) {
    if (nanos < SHORTEST_NANOS) {
      return ResourceUse.NONE;
    }
    rusage.readThread();
    return new ResourceUse(rusage.userNanos() - user, rusage.systemNanos() - system, 0);
  }
}
