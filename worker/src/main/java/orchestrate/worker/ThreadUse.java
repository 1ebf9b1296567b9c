package orchestrate.worker;

import java.lang.foreign.Arena;
import orchestrate.worker.process.Rusage;
import orchestrate.worker.protocol.ResourceUse;

/**
 * What a lane's thread uses of the processor for a Java task. Belongs to that thread.
 *
 * <p>A system call of a quarter of a microsecond, where {@code ThreadMXBean} takes a whole one, and
 * ten for user and system apart, after it has loaded a module. A short task pays for one of the two
 * that a long one pays for.
 */
final class ThreadUse {
  /** What takes less is not worth the second system call. */
  private static final long SHORTEST_NANOS = 1_000_000;

  private final Rusage rusage = new Rusage(Arena.ofAuto());
  private long start;
  private long user;
  private long system;

  void begin() {
    start = System.nanoTime();
    rusage.readThread();
    user = rusage.userNanos();
    system = rusage.systemNanos();
  }

  /** Since {@link #begin}; nothing if that was a moment ago. */
  ResourceUse sinceBegin() {
    if (System.nanoTime() - start < SHORTEST_NANOS) {
      return ResourceUse.NONE;
    }
    rusage.readThread();
    return new ResourceUse(rusage.userNanos() - user, rusage.systemNanos() - system, 0);
  }
}
