package orchestrate.config.read;

import static java.util.Objects.requireNonNull;
import static orchestrate.config.Problems.quoted;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.read.NamedObjectsReader.Section;

/**
 * Finds barriers that could never fill: a job must not hang where the file alone tells it would.
 */
final class BarrierCheck {
  private final List<TaskDraft> tasks;
  private final Section<Integer> barriers;
  private final Ancestors ancestors;
  private final Problems problems;

  /** The tasks that meet each barrier. */
  private final Map<String, Map<String, TaskDraft>> meeting = new LinkedHashMap<>();

  BarrierCheck(
      List<TaskDraft> tasks, Section<Integer> barriers, Ancestors ancestors, Problems problems) {
    this.tasks = tasks;
    this.barriers = barriers;
    this.ancestors = ancestors;
    this.problems = problems;
    for (String barrier : barriers.declared().names()) {
      meeting.put(barrier, new LinkedHashMap<>());
    }
    for (TaskDraft task : tasks) {
      for (Name barrier : task.meets()) {
        meeting.computeIfAbsent(barrier.text(), _ -> new LinkedHashMap<>()).put(task.name(), task);
      }
    }
  }

  void run() {
    tasks.forEach(this::checkOrder);
    if (tasks.stream().allMatch(task -> task.isSure("meets"))) {
      barriers.values().forEach(this::checkParties);
      checkShared();
    }
  }

  /** Tasks of one barrier start together: none can wait for another to end. */
  private void checkOrder(TaskDraft task) {
    if (task.meets().isEmpty()) {
      return;
    }
    Set<String> before = ancestors.byNeedsAndEvents(task);
    for (Name barrier : task.meets()) {
      for (String other : meeting.getOrDefault(barrier.text(), Map.of()).keySet()) {
        // A task that waits for itself is a cycle, and was told as one.
        if (!other.equals(task.name()) && before.contains(other)) {
          problems.add(
              barrier.position(),
              "%s can't meet %s at the barrier %s: it starts only after it"
                  .formatted(quoted(task.name()), quoted(other), quoted(barrier.text())));
        }
      }
    }
  }

  private void checkParties(String barrier, int parties) {
    var meet = meeting.getOrDefault(barrier, Map.of());
    Position place = requireNonNull(barriers.positions().get(barrier));
    if (meet.isEmpty()) {
      problems.add(
          place, "no task meets the barrier " + quoted(barrier), "add `meets: " + barrier + "`");
      return;
    }
    OptionalLong instances = instances(meet.values());
    if (instances.isPresent()
        && (instances.getAsLong() == 0 || instances.getAsLong() % parties != 0)) {
      long count = instances.getAsLong();
      problems.add(
          place,
          "the barrier %s could never fill: it has %d parties, but %s"
              .formatted(
                  quoted(barrier), parties, count == 1 ? "1 task meets" : count + " tasks meet"),
          "the number of tasks must be a multiple of the parties");
    }
  }

  private static OptionalLong instances(Iterable<TaskDraft> tasks) {
    long sum = 0;
    for (TaskDraft task : tasks) {
      OptionalLong instances = task.spec().instances();
      if (instances.isEmpty() || !task.isSure("for-each")) {
        return OptionalLong.empty();
      }
      sum += instances.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  /** Two gangs that share a task are one gang: each would wait for the other to be complete. */
  private void checkShared() {
    var told = new HashSet<Set<String>>();
    for (TaskDraft task : tasks) {
      for (Name barrier : task.meets()) {
        String first = task.meets().getFirst().text();
        Set<String> here = meeting.getOrDefault(barrier.text(), Map.of()).keySet();
        Set<String> there = meeting.getOrDefault(first, Map.of()).keySet();
        if (!here.equals(there) && told.add(Set.of(first, barrier.text()))) {
          problems.add(
              barrier.position(),
              "the barriers %s and %s share %s, but not all of their tasks"
                  .formatted(quoted(first), quoted(barrier.text()), quoted(task.name())),
              "only one of them is met by "
                  + String.join(", ", difference(here, there))
                  + "; barriers that share a task must be met by the same tasks");
        }
      }
    }
  }

  private static Set<String> difference(Set<String> a, Set<String> b) {
    var all = new TreeSet<>(a);
    all.addAll(b);
    all.removeIf(name -> a.contains(name) && b.contains(name));
    return all;
  }
}
