package orchestrate.config.read;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code env.NAME} means: the job's own variables, then those of the process.
 *
 * @param unreadable names that the job has, but with a value that is a problem of its own
 */
record Environment(Map<String, String> job, Map<String, String> process, Set<String> unreadable) {
  static Environment of(Map<String, String> process) {
    return new Environment(Map.of(), process, Set.of());
  }

  @Nullable String get(String name) {
    String value = job.get(name);
    return value != null ? value : process.get(name);
  }
}
