package orchestrate.config.read;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import orchestrate.config.OutputMode;
import orchestrate.config.Retry;
import orchestrate.config.Stopping;
import orchestrate.config.read.SecretsReader.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the file says that a task may refer to or inherit.
 *
 * @param directory of the job file
 * @param finals the tasks under {@code finally}
 * @param all both
 * @param acquirable semaphores and locks
 * @param permits of each lock, and of the semaphores whose number is sound
 * @param locks the names of the locks among them
 */
record Surroundings(
    Path directory,
    Params params,
    Environment environment,
    Secrets secrets,
    Declared tasks,
    Declared finals,
    Declared all,
    Declared acquirable,
    Map<String, Integer> permits,
    Set<String> locks,
    Declared events,
    Declared barriers,
    Defaults defaults) {

  /** The same as a file sees it that speaks of tasks so. */
  Surroundings seenBy(Naming naming) {
    return naming.isOfJob()
        ? this
        : new Surroundings(
            directory,
            params,
            environment,
            secrets,
            tasks.seenBy(naming),
            finals.seenBy(naming),
            all.seenBy(naming),
            acquirable,
            permits,
            locks,
            events,
            barriers,
            defaults);
  }

  /**
   * What {@code defaults} gives to tasks that say nothing themselves.
   *
   * @param timeout null if attempts may take as long as they like
   * @param output null if it depends on the task
   */
  record Defaults(
      @Nullable Duration timeout, Retry retry, Stopping stopping, @Nullable OutputMode output) {}
}
