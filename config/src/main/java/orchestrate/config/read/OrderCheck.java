package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import orchestrate.config.Pipeline;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks that wait for each other.
 *
 * <p>It plays the job through: a task is done once all that it needs is done and, for each event
 * that it waits for, one of the tasks that set it. The tasks of a pipeline are done together. What
 * is left in the end could never start. From each task that is left one can go to another that it
 * waits for, until one is met again: that is a cycle.
 */
final class OrderCheck {
  private final Map<String, Waiting> left = new LinkedHashMap<>();
  private final Map<String, List<Waiting>> byNeed = new HashMap<>();
  private final Map<String, List<Waiting>> byEvent = new HashMap<>();
  private final Map<String, List<String>> setters = new HashMap<>();

  /** By each of its tasks. */
  private final Map<String, Pipeline> pipelines = new HashMap<>();

  /** How many of its tasks could start. */
  private final Map<Pipeline, Integer> ready = new HashMap<>();

  private final Set<String> set = new HashSet<>();
  private final Problems problems;

  /** A task, and for how much it waits still. */
  private static final class Waiting {
    private final TaskDraft task;
    private int open;

    Waiting(TaskDraft task) {
      this.task = task;
    }
  }

  OrderCheck(List<TaskDraft> tasks, Problems problems) {
    this.problems = problems;
    for (TaskDraft task : tasks) {
      left.put(task.name(), new Waiting(task));
      task.spec().sets().forEach(event -> add(setters, event, task.name()));
    }
    for (Waiting waiting : left.values()) {
      for (Name need : waiting.task.needs()) {
        waitFor(byNeed, need.text(), waiting);
      }
      for (Name event : waiting.task.waitsFor()) {
        if (setters.containsKey(event.text())) {
          waitFor(byEvent, event.text(), waiting);
        }
      }
    }
    for (Pipeline pipeline : Pipeline.of(tasks.stream().map(TaskDraft::spec).toList())) {
      pipeline.tasks().forEach(task -> pipelines.put(task, pipeline));
    }
  }

  private static void waitFor(Map<String, List<Waiting>> lists, String key, Waiting waiting) {
    add(lists, key, waiting);
    waiting.open++;
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  void run() {
    playThrough();
    var seen = new HashSet<String>();
    for (Waiting waiting : left.values()) {
      follow(waiting.task, seen);
    }
  }

  private void playThrough() {
    var next = new ArrayDeque<String>();
    left.keySet().stream().filter(task -> !waits(task)).forEach(next::add);
    while (!next.isEmpty()) {
      String task = next.remove();
      Pipeline pipeline = pipelines.get(task);
      if (pipeline == null) {
        done(task, next);
      } else if (ready.merge(pipeline, 1, Integer::sum) == pipeline.tasks().size()) {
        pipeline.tasks().forEach(one -> done(one, next));
      }
    }
  }

  private boolean waits(String task) {
    Waiting waiting = left.get(task);
    return waiting != null && waiting.open > 0;
  }

  private void done(String task, ArrayDeque<String> next) {
    Waiting done = left.remove(task);
    release(byNeed.getOrDefault(task, List.of()), next);
    for (String event : done == null ? List.<String>of() : done.task.spec().sets()) {
      if (set.add(event)) {
        release(byEvent.getOrDefault(event, List.of()), next);
      }
    }
  }

  private static void release(List<Waiting> released, ArrayDeque<String> next) {
    for (Waiting waiting : released) {
      waiting.open--;
      if (waiting.open == 0) {
        next.add(waiting.task.name());
      }
    }
  }

  /**
   * A step from a task to one that it waits for.
   *
   * @param place where that is written; null if the other waits, too, and is of the same pipeline
   * @param why null if it needs the other
   */
  private record Step(TaskDraft from, @Nullable Position place, String to, @Nullable String why) {}

  private void follow(TaskDraft first, Set<String> seen) {
    var path = new LinkedHashMap<String, Step>();
    TaskDraft task = first;
    while (task != null && seen.add(task.name())) {
      Step step = step(task);
      if (step == null) {
        return;
      }
      path.put(task.name(), step);
      Waiting waitedFor = left.get(step.to());
      task = waitedFor == null ? null : waitedFor.task;
    }
    if (task != null && path.containsKey(task.name())) {
      var steps = new ArrayList<>(path.values());
      int start = new ArrayList<>(path.keySet()).indexOf(task.name());
      report(steps.subList(start, steps.size()));
    }
  }

  private @Nullable Step step(TaskDraft task) {
    for (Name need : task.needs()) {
      if (left.containsKey(need.text())) {
        return new Step(task, need.position(), need.text(), null);
      }
    }
    for (Name event : task.waitsFor()) {
      List<String> by = setters.getOrDefault(event.text(), List.of());
      if (!set.contains(event.text()) && !by.isEmpty()) {
        String why =
            "%s waits for the event %s, which %s sets"
                .formatted(quoted(task.name()), quoted(event.text()), quoted(by.getFirst()));
        return new Step(task, event.position(), by.getFirst(), why);
      }
    }
    return stepInPipeline(task);
  }

  private @Nullable Step stepInPipeline(TaskDraft task) {
    Pipeline pipeline = pipelines.get(task.name());
    if (pipeline == null) {
      return null;
    }
    for (String other : pipeline.tasks()) {
      if (waits(other) && !other.equals(task.name())) {
        String why = "`%s` is one pipeline, and starts as a whole".formatted(pipeline.describe());
        return new Step(task, null, other, why);
      }
    }
    return null;
  }

  private void report(List<Step> cycle) {
    var text = new StringBuilder();
    cycle.forEach(step -> text.append(step.from().name()).append(" -> "));
    text.append(cycle.getFirst().from().name());
    Position place =
        cycle.stream()
            .map(Step::place)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> cycle.getFirst().from().position());
    String hint =
        cycle.stream()
            .map(Step::why)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining("; "));
    String what = cycle.size() == 1 ? "a task waits for itself: " : "tasks wait for each other: ";
    problems.add(place, what + "`" + text + "`", hint.isEmpty() ? null : hint);
  }
}
