package orchestrate.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks that run at the same time, each but the first reading what the one before it writes.
 *
 * @param tasks their names, in the order of the stream; at least two
 */
public record Pipeline(List<String> tasks) {
  public Pipeline {
    tasks = List.copyOf(tasks);
  }

  /** Those that the tasks form; of several readers of one task the first counts. */
  public static List<Pipeline> of(Collection<TaskSpec> tasks) {
    Map<String, String> readers = new HashMap<>();
    for (TaskSpec task : tasks) {
      if (task.pipeFrom() != null) {
        readers.putIfAbsent(task.pipeFrom(), task.name());
      }
    }
    return tasks.stream()
        .filter(task -> task.pipeFrom() == null && readers.containsKey(task.name()))
        .map(first -> from(first.name(), readers))
        .toList();
  }

  /** Nobody pipes into the first, and into each other only one: so this comes to an end. */
  private static Pipeline from(String first, Map<String, String> readers) {
    var tasks = new ArrayList<String>();
    for (String next = first; next != null; next = readers.get(next)) {
      tasks.add(next);
    }
    return new Pipeline(tasks);
  }

  /** For people: {@code list | count}. */
  public String describe() {
    return String.join(" | ", tasks);
  }
}
