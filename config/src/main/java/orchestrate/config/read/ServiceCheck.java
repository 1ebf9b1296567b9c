package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import orchestrate.config.Need.When;
import orchestrate.config.Problems;

/** Sees to it that what is needed of a service fits one, and that each is needed. */
final class ServiceCheck {
  private final List<TaskDraft> tasks;
  private final Map<String, TaskDraft> byName;
  private final Set<String> needed = new HashSet<>();
  private final Problems problems;

  ServiceCheck(List<TaskDraft> tasks, Problems problems) {
    this.tasks = tasks;
    this.byName = tasks.stream().collect(Collectors.toMap(TaskDraft::name, Function.identity()));
    this.problems = problems;
  }

  void run() {
    for (TaskDraft task : tasks) {
      for (int i = 0; i < task.needs().size(); i++) {
        Name need = task.needs().get(i);
        needed.add(need.text());
        TaskDraft other = byName.get(need.text());
        if (other != null && other.isSure("service")) {
          check(need, task.spec().needs().get(i).when(), other);
        }
      }
    }
    if (tasks.stream().allMatch(task -> task.isSure("needs"))) {
      tasks.stream()
          .filter(task -> task.spec().isService() && !task.spec().isFinal())
          .filter(task -> !needed.contains(task.name()))
          .forEach(this::complainOfUseless);
    }
  }

  private void check(Name need, When when, TaskDraft other) {
    String name = quoted(need.text());
    if (when == When.READY && !other.spec().isService()) {
      problems.add(
          need.position(),
          "the task " + name + " is no service, so it is never `ready`",
          "write `success`, or make it one: `service: true`");
    } else if (when == When.COMPLETED && other.spec().isService()) {
      problems.add(
          need.position(),
          "the service " + name + " is over only when no task needs it any more",
          "write `ready`; what comes after all tasks stands under `finally`");
    }
  }

  private void complainOfUseless(TaskDraft service) {
    problems.add(
        service.position(),
        "no task needs the service " + quoted(service.name()) + ", so it would never run",
        "add it to the `needs` of the tasks that use it");
  }
}
