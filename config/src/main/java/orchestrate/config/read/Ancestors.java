package orchestrate.config.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import orchestrate.config.Pipeline;
import orchestrate.config.TaskSpec;

/** Which tasks are over, one way or another, before a task starts. */
final class Ancestors {
  private final List<TaskDraft> drafts;

  /** By their names; empty until somebody asks, for in most jobs nobody does. */
  private final Map<String, TaskDraft> tasks = new HashMap<>();

  private final Map<String, List<String>> settersByEvent = new HashMap<>();

  /** By each of its tasks: what is over before one of them is over before all. */
  private final Map<String, Pipeline> pipelines = new HashMap<>();

  /** Tasks whose needs could not all be read. */
  private final Set<String> unsure = new HashSet<>();

  Ancestors(List<TaskDraft> drafts) {
    this.drafts = drafts;
  }

  private void index() {
    for (TaskDraft draft : drafts) {
      tasks.put(draft.name(), draft);
      if (!draft.isSure("needs")) {
        unsure.add(draft.name());
      }
      for (String event : draft.spec().sets()) {
        settersByEvent.computeIfAbsent(event, _ -> new ArrayList<>()).add(draft.name());
      }
    }
    for (Pipeline pipeline : Pipeline.of(drafts.stream().map(TaskDraft::spec).toList())) {
      pipeline.tasks().forEach(task -> pipelines.put(task, pipeline));
    }
  }

  /** By {@code needs}, direct or through others. */
  Set<String> byNeeds(TaskDraft task) {
    return all(task, false);
  }

  /** By {@code needs} and by events that only one task sets. */
  Set<String> byNeedsAndEvents(TaskDraft task) {
    return all(task, true);
  }

  /** Whether all that {@link #byNeeds} says could be read. */
  boolean sureByNeeds(TaskDraft task) {
    return task.isSure("needs") && Collections.disjoint(byNeeds(task), unsure);
  }

  private Set<String> all(TaskDraft task, boolean events) {
    if (tasks.isEmpty()) {
      index();
    }
    var found = new HashSet<String>();
    var open = new ArrayDeque<>(List.of(task));
    while (!open.isEmpty()) {
      for (String name : direct(open.pop(), events)) {
        TaskDraft next = tasks.get(name);
        if (next != null && found.add(name)) {
          open.push(next);
        }
      }
    }
    return found;
  }

  private List<String> direct(TaskDraft task, boolean events) {
    Pipeline pipeline = pipelines.get(task.name());
    if (pipeline == null) {
      return direct(task.spec(), events);
    }
    return pipeline.tasks().stream()
        .flatMap(name -> Stream.ofNullable(tasks.get(name)))
        .flatMap(one -> direct(one.spec(), events).stream())
        .toList();
  }

  private List<String> direct(TaskSpec task, boolean events) {
    if (!events) {
      return task.needed();
    }
    var direct = new ArrayList<>(task.needed());
    for (String event : task.waitsFor()) {
      List<String> setters = settersByEvent.getOrDefault(event, List.of());
      if (setters.size() == 1) {
        direct.addAll(setters);
      }
    }
    return direct;
  }
}
