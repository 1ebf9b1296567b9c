package orchestrate.coordinator.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What of a run's past is not to count.
 *
 * @param tasks names of tasks that were, or are to be, begun anew, and how often: nothing counts of
 *     them that happened before the last time
 * @param failures how often what had failed was, or is to be, tried once more: no failure counts
 *     from before the last time
 */
record Forgotten(Map<String, Integer> tasks, int failures) {
  Forgotten {
    tasks = Map.copyOf(tasks);
  }

  /** That, and once more these. */
  Forgotten and(Set<String> names, boolean oldFailures) {
    var all = new HashMap<>(tasks);
    names.forEach(name -> all.merge(name, 1, Integer::sum));
    return new Forgotten(all, failures + (oldFailures ? 1 : 0));
  }
}
