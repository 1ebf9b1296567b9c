package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.List;
import java.util.Set;
import orchestrate.config.Pipeline;
import orchestrate.config.Problems;
import orchestrate.config.read.Scope.OutputUse;

/** Sees to it that the outputs a task uses are there when it starts. */
final class OutputUseCheck {
  private final List<TaskDraft> tasks;
  private final Ancestors ancestors;
  private final Problems problems;

  OutputUseCheck(List<TaskDraft> tasks, Ancestors ancestors, Problems problems) {
    this.tasks = tasks;
    this.ancestors = ancestors;
    this.problems = problems;
  }

  void run() {
    for (TaskDraft task : tasks) {
      // In a long chain of tasks that each use the last one's output, nobody should walk it for
      // all.
      List<OutputUse> distant =
          task.outputUses().stream()
              .filter(use -> !task.spec().needed().contains(use.task().text()))
              .toList();
      if (!distant.isEmpty()) {
        Set<String> before = ancestors.byNeeds(task);
        if (task.spec().isFinal()) {
          tasks.stream()
              .filter(other -> !other.spec().isFinal())
              .forEach(other -> before.add(other.name()));
        }
        boolean sure = ancestors.sureByNeeds(task);
        distant.forEach(use -> check(task.name(), use, before, sure));
      }
    }
  }

  private void check(String user, OutputUse use, Set<String> before, boolean sure) {
    String name = use.task().text();
    if (sure && !before.contains(name)) {
      problems.add(
          use.task().position(),
          "the task %s may not be done when its %s is used"
              .formatted(quoted(name), use.key() == null ? "result" : "output"),
          runTogether(user, name)
              ? "they run at the same time, in one pipeline"
              : "add `" + name + "` to `needs`");
    }
  }

  private boolean runTogether(String one, String other) {
    return Pipeline.of(tasks.stream().map(TaskDraft::spec).toList()).stream()
        .anyMatch(pipeline -> pipeline.tasks().containsAll(List.of(one, other)));
  }
}
