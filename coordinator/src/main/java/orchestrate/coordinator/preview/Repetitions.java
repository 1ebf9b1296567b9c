package orchestrate.coordinator.preview;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import orchestrate.config.Explanation;
import orchestrate.config.ForEach;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.Nothing;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.run.Items;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how often tasks run: by the file alone; by a look at the files that a fan-out names,
 * where no task comes before that could write them; or from whom it will be known.
 */
final class Repetitions {
  private final Plan plan;

  /** Names of tasks, by the events that they set. */
  private final Map<String, List<String>> setters = new HashMap<>();

  /** Names of the tasks that are not last. */
  private final List<String> ordinary = new ArrayList<>();

  Repetitions(Plan plan) {
    this.plan = plan;
    for (PlannedTask task : plan.tasks()) {
      task.spec()
          .sets()
          .forEach(
              event -> setters.computeIfAbsent(event, _ -> new ArrayList<>()).add(task.name()));
      if (!task.spec().isFinal()) {
        ordinary.add(task.name());
      }
    }
  }

  Repetition of(PlannedTask task) {
    ForEach forEach = task.spec().forEach();
    if (forEach == null) {
      return new Repetition.Once();
    }
    String source = ItemSource.of(forEach);
    OptionalLong count = forEach.count();
    if (count.isPresent()) {
      return new Repetition.Times(count.getAsLong(), source);
    }
    List<String> givers = givers(task, forEach);
    if (!givers.isEmpty()) {
      return new Repetition.Later(source, givers, true);
    }
    List<String> before = before(task.spec());
    return before.isEmpty() ? now(forEach, source) : new Repetition.Later(source, before, false);
  }

  private Repetition now(ForEach forEach, String source) {
    try {
      Items items = Items.of(forEach, Nothing.KNOWN, plan.job().directory());
      return new Repetition.Times(items.count(), source);
    } catch (IOException | EvaluationException e) {
      return new Repetition.Unknown(source, Explanation.of(e));
    }
  }

  /** The tasks whose outputs the fan-out is made of: values, or a file that one says it writes. */
  private List<String> givers(PlannedTask task, ForEach forEach) {
    var givers = new LinkedHashSet<String>();
    switch (forEach) {
      case ForEach.Computed(Expression list) -> addOutputs(list, givers);
      case ForEach.Files(Template path) -> addOutputs(path, givers);
      case ForEach.Lines(Template path) -> addWriters(task, path, givers);
      case ForEach.Csv(Template path) -> addWriters(task, path, givers);
      case ForEach.Json(Template path) -> addWriters(task, path, givers);
      case ForEach.Items _, ForEach.Rows _, ForEach.Range _ -> {}
    }
    return List.copyOf(givers);
  }

  private void addWriters(PlannedTask task, Template path, Set<String> givers) {
    addOutputs(path, givers);
    String file = constant(path);
    if (file != null) {
      for (PlannedTask ancestor : ancestors(task)) {
        if (ancestor.spec().files().outputs().stream()
            .anyMatch(output -> file.equals(constant(output)))) {
          givers.add(ancestor.name());
        }
      }
    }
  }

  private static void addOutputs(Template template, Set<String> givers) {
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Hole(Expression expression)) {
        addOutputs(expression, givers);
      }
    }
  }

  private static void addOutputs(Expression expression, Set<String> givers) {
    if (expression instanceof Expression.Output(String task, String _)) {
      givers.add(task);
    }
    expression.parts().forEach(part -> addOutputs(part, givers));
  }

  private static @Nullable String constant(Template template) {
    return template.isConstant() ? template.render(Nothing.KNOWN) : null;
  }

  private List<PlannedTask> ancestors(PlannedTask task) {
    var found = new LinkedHashSet<Integer>();
    var left = new ArrayDeque<>(task.needs());
    while (!left.isEmpty()) {
      int number = left.remove();
      if (found.add(number)) {
        left.addAll(plan.task(number).needs());
      }
    }
    return found.stream().map(plan::task).toList();
  }

  /** What has to be done, or to have set an event, before the items are looked at. */
  List<String> before(TaskSpec task) {
    var before = new LinkedHashSet<>(task.needed());
    task.waitsFor().forEach(event -> before.addAll(setters.getOrDefault(event, List.of())));
    if (task.isFinal()) {
      before.addAll(ordinary);
    }
    return List.copyOf(before);
  }
}
