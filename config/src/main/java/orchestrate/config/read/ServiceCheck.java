package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import orchestrate.config.Need.When;
import orchestrate.config.Problems;

/** Sees to it that what is needed of a service fits one, and that each is needed. */
final class ServiceCheck {
  private final Map<String, TaskDraft> byName;
  private final Collection<TaskDraft> tasks;
  private final Problems problems;

  ServiceCheck(Map<String, TaskDraft> byName, Problems problems) {
    this.byName = byName;
    this.tasks = byName.values();
    this.problems = problems;
  }

  void run() {
    for (TaskDraft task : tasks) {
      for (int i = 0; i < task.needs().size(); i++) {
        When when = task.spec().needs().get(i).when();
        if (when != When.SUCCESS) {
          check(task.needs().get(i), when);
        }
      }
    }
    List<TaskDraft> services =
        tasks.stream().filter(task -> task.spec().isService() && !task.spec().isFinal()).toList();
    if (!services.isEmpty() && tasks.stream().allMatch(task -> task.isSure("needs"))) {
      checkNeeded(services);
    }
  }

  private void checkNeeded(List<TaskDraft> services) {
    var needed = new HashSet<String>();
    tasks.forEach(task -> needed.addAll(task.spec().needed()));
    services.stream()
        .filter(service -> !needed.contains(service.name()))
        .forEach(this::complainOfUseless);
  }

  private void check(Name need, When when) {
    TaskDraft other = byName.get(need.text());
    if (other == null || !other.isSure("service")) {
      return;
    }
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
