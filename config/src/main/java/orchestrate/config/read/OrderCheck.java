package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks that wait for each other.
 *
 * <p>It plays the job through: a task is done once all that it needs is done and, for each event
 * that it waits for, one of the tasks that set it. What is left in the end could never start. From
 * each task that is left one can go to another that it waits for, until one is met again: that is a
 * cycle.
 */
final class OrderCheck {
  private final Map<String, TaskDraft> left = new LinkedHashMap<>();
  private final Map<String, List<TaskDraft>> byNeed = new HashMap<>();
  private final Map<String, List<TaskDraft>> byEvent = new HashMap<>();
  private final Map<String, List<String>> setters = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final Set<String> set = new HashSet<>();
  private final Problems problems;

  OrderCheck(List<TaskDraft> tasks, Problems problems) {
    this.problems = problems;
    for (TaskDraft task : tasks) {
      left.put(task.name(), task);
      task.spec().sets().forEach(event -> add(setters, event, task.name()));
    }
    for (TaskDraft task : tasks) {
      task.spec().needed().forEach(need -> add(byNeed, need, task));
      List<String> events = task.spec().waitsFor().stream().filter(setters::containsKey).toList();
      events.forEach(event -> add(byEvent, event, task));
      open.put(task.name(), task.spec().needs().size() + events.size());
    }
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  void run() {
    playThrough();
    var seen = new HashSet<String>();
    for (TaskDraft task : left.values()) {
      follow(task, seen);
    }
  }

  private void playThrough() {
    var ready = new ArrayDeque<TaskDraft>();
    left.values().stream()
        .filter(task -> open.getOrDefault(task.name(), 0) == 0)
        .forEach(ready::add);
    while (!ready.isEmpty()) {
      TaskDraft done = ready.remove();
      left.remove(done.name());
      release(byNeed.getOrDefault(done.name(), List.of()), ready);
      for (String event : done.spec().sets()) {
        if (set.add(event)) {
          release(byEvent.getOrDefault(event, List.of()), ready);
        }
      }
    }
  }

  private void release(List<TaskDraft> waiting, ArrayDeque<TaskDraft> ready) {
    for (TaskDraft task : waiting) {
      if (open.merge(task.name(), -1, Integer::sum) == 0) {
        ready.add(task);
      }
    }
  }

  /** A step from a task to one that it waits for, through an event or directly. */
  private record Step(TaskDraft from, Name written, String to, boolean event) {}

  private void follow(TaskDraft first, Set<String> seen) {
    var path = new LinkedHashMap<String, Step>();
    TaskDraft task = first;
    while (task != null && seen.add(task.name())) {
      Step step = step(task);
      if (step == null) {
        return;
      }
      path.put(task.name(), step);
      task = left.get(step.to());
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
        return new Step(task, need, need.text(), false);
      }
    }
    for (Name event : task.waitsFor()) {
      List<String> by = setters.getOrDefault(event.text(), List.of());
      if (!set.contains(event.text()) && !by.isEmpty()) {
        return new Step(task, event, by.getFirst(), true);
      }
    }
    return null;
  }

  private void report(List<Step> cycle) {
    var text = new StringBuilder();
    var events = new ArrayList<String>();
    for (Step step : cycle) {
      text.append(step.from().name()).append(" -> ");
      if (step.event()) {
        events.add(
            "%s waits for the event %s, which %s sets"
                .formatted(
                    quoted(step.from().name()), quoted(step.written().text()), quoted(step.to())));
      }
    }
    text.append(cycle.getFirst().from().name());
    String what = cycle.size() == 1 ? "a task waits for itself: " : "tasks wait for each other: ";
    problems.add(
        cycle.getFirst().written().position(),
        what + "`" + text + "`",
        events.isEmpty() ? null : String.join("; ", events));
  }
}
