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
  private final List<String> ordinary;

  OutputUseCheck(List<TaskDraft> tasks, Problems problems) {
    this.tasks = tasks;
    this.ancestors = new Ancestors(tasks);
    this.problems = problems;
    this.ordinary =
        tasks.stream().filter(task -> !task.spec().isFinal()).map(TaskDraft::name).toList();
  }

  void run() {
    for (TaskDraft task : tasks) {
      if (!task.outputUses().isEmpty()) {
        Set<String> before = ancestors.byNeeds(task);
        if (task.spec().isFinal()) {
          before.addAll(ordinary);
        }
        boolean sure = ancestors.sureByNeeds(task);
        task.outputUses().forEach(use -> check(task.name(), use, before, sure));
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
