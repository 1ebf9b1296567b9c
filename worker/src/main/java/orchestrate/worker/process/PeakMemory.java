package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a command's peak of memory from this process's own.
 *
 * <p>{@code posix_spawn} lends the child our memory until it runs its program, and the kernel
 * counts that: nobody's peak is ever less than what we had when we started it. Only what exceeds
 * this is the command's; below it, there is nothing to know.
 */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LABEL = "VmHWM:";

  /** The kernel adds up memory per processor, and may be off by that much. */
  private static final long INEXACT_BYTES = 1 << 20;

  /** Our own peak, when last read: it never falls. */
  private static volatile long own;

  private PeakMemory() {}

  /** The command's own peak in bytes, or 0 if ours hides it. */
  static long ofCommand(long counted) {
    if (!exceedsOwn(counted)) {
      return 0;
    }
    own = readOwn();
    return exceedsOwn(counted) ? counted : 0;
  }

  private static boolean exceedsOwn(long counted) {
    return counted > own + INEXACT_BYTES;
  }

  private static long readOwn() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(LABEL))
          .map(line -> line.substring(LABEL.length()).replace("kB", "").strip())
          .mapToLong(kib -> Long.parseLong(kib) << 10)
          .findFirst()
          .orElse(Long.MAX_VALUE / 2);
    } catch (IOException e) {
      return Long.MAX_VALUE / 2; // Nothing can be told apart.
    }
  }
}
