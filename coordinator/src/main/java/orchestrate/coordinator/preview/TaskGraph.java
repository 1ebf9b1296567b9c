package orchestrate.coordinator.preview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import orchestrate.config.Action;
import orchestrate.config.Condition;
import orchestrate.config.ForEach;
import orchestrate.config.JobFile;
import orchestrate.config.Service;
import orchestrate.config.TaskSpec;

/** The tasks of a job file, and what each waits for: to be drawn. */
public record TaskGraph(String name, List<Vertex> vertices, List<Edge> edges) {
  /**
   * A task.
   *
   * @param lines that say what it is; the first is its name
   */
  record Vertex(List<String> lines, boolean java) {
    Vertex {
      lines = List.copyOf(lines);
    }
  }

  /** What joins two tasks. */
  sealed interface Link {}

  /** The second needs the first. */
  record Need() implements Link {}

  /** The second waits for an event that the first sets. */
  record Event(String name) implements Link {}

  /** The second reads what the first writes, while both run. */
  record Pipe() implements Link {}

  /**
   * From one to one that comes after it, or reads from it.
   *
   * @param from number of the vertex
   */
  record Edge(int from, int to, Link link) {}

  public TaskGraph {
    vertices = List.copyOf(vertices);
    edges = List.copyOf(edges);
  }

  public static TaskGraph of(JobFile job) {
    List<TaskSpec> tasks = List.copyOf(job.tasks().values());
    Map<String, Integer> numbers = new HashMap<>();
    tasks.forEach(task -> numbers.put(task.name(), numbers.size()));
    var edges = new ArrayList<Edge>();
    for (int to = 0; to < tasks.size(); to++) {
      for (String need : tasks.get(to).needed()) {
        edges.add(new Edge(numbers.getOrDefault(need, to), to, new Need()));
      }
      String writer = tasks.get(to).pipeFrom();
      if (writer != null) {
        edges.add(new Edge(numbers.getOrDefault(writer, to), to, new Pipe()));
      }
      for (String event : tasks.get(to).waitsFor()) {
        for (int from = 0; from < tasks.size(); from++) {
          if (tasks.get(from).sets().contains(event)) {
            edges.add(new Edge(from, to, new Event(event)));
          }
        }
      }
    }
    return new TaskGraph(job.name(), tasks.stream().map(TaskGraph::vertex).toList(), edges);
  }

  private static Vertex vertex(TaskSpec task) {
    var lines = new ArrayList<String>();
    lines.add(task.name());
    Service service = task.service();
    if (service != null) {
      lines.add("service, " + ReadyText.when(service));
    }
    if (task.isFinal()) {
      lines.add("when all others are over");
    }
    Condition condition = task.condition();
    if (condition != null) {
      lines.add("if " + condition.written());
    }
    ForEach forEach = task.forEach();
    if (forEach != null) {
      lines.add(repeated(forEach));
    }
    if (!task.acquire().isEmpty()) {
      lines.add("holds " + String.join(", ", task.acquire().keySet()));
    }
    if (!task.meets().isEmpty()) {
      lines.add("meets " + String.join(", ", task.meets()));
    }
    return new Vertex(lines, task.action() instanceof Action.Java);
  }

  private static String repeated(ForEach forEach) {
    OptionalLong count = forEach.count();
    return count.isPresent()
        ? "%,d times".formatted(count.getAsLong())
        : "for each " + ItemSource.of(forEach);
  }
}
