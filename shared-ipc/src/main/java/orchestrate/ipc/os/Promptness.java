package orchestrate.ipc.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Has a thread that works for moments only run soon after it is woken, also where all processors
 * are busy: by a short time slice, sched_setattr(2).
 *
 * <p>Linux's scheduler runs first whose slice would end first (EEVDF). A shorter slice doesn't give
 * a thread more time, it gives it sooner and takes it away sooner. Linux 6.12 and later know it for
 * ordinary threads; others ignore it.
 *
 * <pre>
 *   sched_attr, 48 bytes: 0 4 size, 4 4 policy, 8 8 flags, 16 4 nice, 20 4 priority, 24 8 slice
 * </pre>
 */
public final class Promptness {
  private static final long BYTES = 48;
  private static final long SLICE = 24;

  /** The shortest that there is. */
  private static final long SLICE_NANOS = 100_000;

  private Promptness() {}

  /** Asks for it for the calling thread; nothing else about its scheduling changes. */
  public static void ask() {
    if (!SystemCall.known()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(BYTES, Long.BYTES);
      if (Libc.syscall(SystemCall.SCHED_GETATTR.number(), 0, attributes.address(), BYTES, 0, 0, 0)
          == 0) {
        attributes.set(JAVA_LONG, SLICE, SLICE_NANOS);
        Libc.syscall(SystemCall.SCHED_SETATTR.number(), 0, attributes.address());
      }
    }
  }
}
