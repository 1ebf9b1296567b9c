package orchestrate.coordinator.schedule;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parties of a plan, and which task is in which. */
final class Parties {
  private final Map<Integer, Party> ofTask = new HashMap<>();
  private final Map<List<String>, Party> byBarriers = new LinkedHashMap<>();

  /**
   * @param sizes by the name of a barrier
   */
  Parties(List<TaskProgress> tasks, Map<String, Integer> sizes) {
    var members = new LinkedHashMap<List<String>, List<TaskProgress>>();
    for (TaskProgress task : tasks) {
      List<String> meets = task.task().spec().meets();
      if (!meets.isEmpty()) {
        members.computeIfAbsent(meets.stream().sorted().toList(), m -> new ArrayList<>()).add(task);
      }
    }
    members.forEach((barriers, of) -> form(barriers, of, sizes));
  }

  private void form(List<String> barriers, List<TaskProgress> members, Map<String, Integer> sizes) {
    String first = barriers.getFirst();
    var party = new Party(barriers, requireNonNull(sizes.get(first), first), members);
    byBarriers.put(barriers, party);
    members.forEach(task -> ofTask.put(task.task().number(), party));
  }

  Collection<Party> all() {
    return byBarriers.values();
  }

  /** Null if the task meets nobody. */
  @Nullable Party of(int task) {
    return ofTask.get(task);
  }
}
