package orchestrate.coordinator.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import orchestrate.config.Recycle;
import org.jspecify.annotations.Nullable;

/**
 * When a worker is worn out.
 *
 * <p>Memory is what its process has resident: that is what the machine runs out of, whether heap,
 * classes, or what native code has taken. A heap that is large and empty counts too, until the
 * worker has been idle for a while and gives it back.
 */
record WearLimits(Recycle recycle) {
  /** Whether a worker that has done so many has done enough. */
  boolean areReachedBy(int attempts) {
    return recycle.afterTasks().isPresent() && attempts >= recycle.afterTasks().getAsInt();
  }

  /** Why the worker is to be recycled; null if it isn't. */
  @Nullable String reached(WorkerProcess worker) {
    if (areReachedBy(worker.attempts())) {
      return "%,d tasks".formatted(worker.attempts());
    }
    Duration age = Duration.ofNanos(worker.ageNanos());
    if (recycle.after() != null && age.compareTo(recycle.after()) >= 0) {
      return "%,d s old".formatted(age.toSeconds());
    }
    if (recycle.aboveMemory().isPresent() && worker.process() != null) {
      long resident = residentBytes(worker.process().pid());
      if (resident > recycle.aboveMemory().getAsLong()) {
        return "%,d MiB resident, of %,d allowed"
            .formatted(resident >> 20, recycle.aboveMemory().getAsLong() >> 20);
      }
    }
    return null;
  }

  /** Nothing if the process has just ended. */
  private static long residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
