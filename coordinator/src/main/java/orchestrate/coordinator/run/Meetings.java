package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import org.jspecify.annotations.Nullable;

/**
 * Tasks whose attempts meet, in a pipeline or at a barrier. Who has met one that is lost has to
 * meet it again: so their ends are held back until the last of them has ended.
 */
final class Meetings {
  private final Map<Integer, Group> byTask = new HashMap<>();

  /**
   * @param together whether each of the tasks has exactly one attempt in it
   */
  private record Group(List<Integer> tasks, boolean together, List<RunEvent.AttemptEnded> held) {
    boolean isComplete(Set<Recollection.Instance> running) {
      return together
          ? held.size() == tasks.size()
          : running.stream().noneMatch(one -> tasks.contains(one.task()));
    }
  }

  Meetings(Plan plan) {
    Map<String, Integer> numbers =
        plan.tasks().stream().collect(Collectors.toMap(PlannedTask::name, PlannedTask::number));
    plan.job().pipelines().stream()
        .map(pipeline -> pipeline.tasks().stream().map(numbers::get).toList())
        .forEach(tasks -> add(tasks, true));
    plan.tasks().stream()
        .filter(task -> !task.spec().meets().isEmpty())
        .collect(Collectors.groupingBy(task -> Set.copyOf(task.spec().meets())))
        .values()
        .forEach(tasks -> add(tasks.stream().map(PlannedTask::number).toList(), false));
  }

  private void add(List<Integer> tasks, boolean together) {
    var group = new Group(tasks, together, new ArrayList<>());
    tasks.forEach(task -> byTask.put(task, group));
  }

  /** The tasks that it meets, and itself; none if it meets nobody. */
  List<Integer> with(int task) {
    @Nullable Group group = byTask.get(task);
    return group == null ? List.of() : group.tasks;
  }

  /**
   * An attempt has ended.
   *
   * @param running those that still run
   * @return the ends that count now, oldest first
   */
  List<RunEvent.AttemptEnded> ended(
      RunEvent.AttemptEnded event, Set<Recollection.Instance> running) {
    @Nullable Group group = byTask.get(event.task());
    if (group == null) {
      return List.of(event);
    }
    group.held.add(event);
    return group.isComplete(running) ? emptied(group.held) : List.of();
  }

  /** All end here: what was held back will never count. */
  List<RunEvent.AttemptEnded> lose() {
    return byTask.values().stream()
        .distinct()
        .flatMap(group -> emptied(group.held).stream())
        .toList();
  }

  private static List<RunEvent.AttemptEnded> emptied(List<RunEvent.AttemptEnded> held) {
    List<RunEvent.AttemptEnded> all = List.copyOf(held);
    held.clear();
    return all;
  }
}
