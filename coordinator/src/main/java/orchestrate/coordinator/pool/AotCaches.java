package orchestrate.coordinator.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The AOT caches of the workers: loaded and linked classes that a JVM maps instead of making them
 * anew. One for each kind of worker, because each kind uses other classes.
 *
 * <p>The launcher sets {@code orchestrate.aot} to the folder they are in. It makes them by a run of
 * its own with {@code orchestrate.aot.train}: in that run a worker writes the cache as it ends.
 *
 * @param folder null if there are none
 */
record AotCaches(@Nullable Path folder, boolean training) {
  static AotCaches ofThisProcess() {
    String folder = System.getProperty("orchestrate.aot");
    return new AotCaches(
        folder == null ? null : Path.of(folder), Boolean.getBoolean("orchestrate.aot.train"));
  }

  /** The JVM options by which a worker of that kind gets its cache. */
  List<String> optionsFor(WorkerKind kind) {
    if (folder == null) {
      return List.of();
    }
    Path cache = folder.resolve("worker-" + kind.name().toLowerCase(Locale.ROOT) + ".aot");
    if (training) {
      // Training data would have the worker compile more than it has use for, and take 6 MB of it.
      return List.of(
          "-XX:AOTCacheOutput=" + cache,
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTRecordTraining");
    }
    // A cache that doesn't fit is no trouble: the JVM says so, in the worker's log, and does
    // without.
    return Files.exists(cache)
        ? List.of(
            "-XX:AOTCache=" + cache,
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTReplayTraining") // It would wake a thread at every class, for nothing.
        : List.of();
  }

  /** How long a worker may take to end in order; writing a cache takes seconds. */
  Duration patience() {
    return training ? Duration.ofMinutes(2) : Duration.ofSeconds(1);
  }
}
