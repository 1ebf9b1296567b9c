package orchestrate.config.read;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code env.NAME} means: the job's own variables, then those of the process.
 *
 * @param unreadable names that the job has, but with a value that is a problem of its own
 * @param withheld variables of the process that have a secret, and its name: no text may have it
 */
record Environment(
    Map<String, String> job,
    Map<String, String> process,
    Set<String> unreadable,
    Map<String, String> withheld) {
  /**
   * That of a process.
   *
   * @param withheld the variables in it that have a secret, and its name
   */
  static Environment of(Map<String, String> process, Map<String, String> withheld) {
    var others = new HashMap<>(process);
    others.keySet().removeAll(withheld.keySet());
    return new Environment(Map.of(), others, Set.of(), withheld);
  }

  @Nullable String get(String name) {
    String value = job.get(name);
    return value != null ? value : process.get(name);
  }

  /** The folder of this user. */
  String home() {
    String home = process.get("HOME");
    return home != null && !home.isEmpty() ? home : System.getProperty("user.home", "~");
  }
}
