package orchestrate.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job file that was read and found sound. Maps keep the order of the file.
 *
 * @param source the text it was read from; knows its path
 * @param positions where in the text, or in files that it includes, each key and value stands, for
 *     problems found later
 * @param params effective values: the command line over the file's defaults
 * @param secrets all of them, by name
 * @param semaphores permits by name
 * @param barriers parties by name
 * @param latches counts by name
 * @param concurrency null if the run may overlap with any other
 * @param maxFailures after how many failed instances the run stops; empty if it goes on
 * @param cacheSize how many bytes of outputs are kept of tasks with {@code cache}
 * @param report where the run is reported to other programs
 */
public record JobFile(
    SourceText source,
    Positions positions,
    String name,
    Map<String, String> params,
    Map<String, String> env,
    Map<String, Secret> secrets,
    Workers workers,
    Map<String, Integer> semaphores,
    Set<String> locks,
    Set<String> events,
    Map<String, Integer> barriers,
    Map<String, Integer> latches,
    Set<String> counters,
    Map<String, DeclaredQueue> queues,
    @Nullable Concurrency concurrency,
    OptionalInt maxFailures,
    long cacheSize,
    ReportPaths report,
    Map<String, TaskSpec> tasks) {
  /** If the file doesn't say another. */
  public static final long USUAL_CACHE_SIZE = 5L << 30;

  /** The same job, reported elsewhere. */
  public JobFile reportedTo(ReportPaths paths) {
    return new JobFile(
        source,
        positions,
        name,
        params,
        env,
        secrets,
        workers,
        semaphores,
        locks,
        events,
        barriers,
        latches,
        counters,
        queues,
        concurrency,
        maxFailures,
        cacheSize,
        paths,
        tasks);
  }

  /** What {@code acquire} takes: the permits of each semaphore, and 1 for each lock. */
  public Map<String, Integer> permits() {
    var permits = new HashMap<>(semaphores);
    locks.forEach(lock -> permits.put(lock, 1));
    return permits;
  }

  /** The variables of this process that have a secret: tasks don't inherit them. */
  public Set<String> secretVariables() {
    return secrets.values().stream()
        .map(Secret::variable)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where the task stands: in the job file, or in one that is included. */
  public Path fileOf(TaskSpec task) {
    return placeOf(task).source().path();
  }

  /** Where the task's name stands. */
  public Position placeOf(TaskSpec task) {
    return positions.ofKey(task.section(), task.name());
  }

  /** The tasks that are joined by pipes. */
  public List<Pipeline> pipelines() {
    return Pipeline.of(tasks.values());
  }

  /** The folder of the job file: what relative paths are relative to, and where tasks run. */
  public Path directory() {
    return requireNonNull(source.path().toAbsolutePath().normalize().getParent());
  }
}
