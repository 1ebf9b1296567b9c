package orchestrate.coordinator.preview;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;

/**
 * Plays a plan through as if each task took as long as any other, and slots were no matter: a stage
 * is what can start once the stages before it are done. An event is set when the first that sets it
 * is done.
 */
final class Stages {
  /** As the scheduler starts what could start at the same time. */
  private static final Comparator<PlannedTask> START_ORDER =
      comparing((PlannedTask task) -> task.spec().meets().isEmpty())
          .thenComparingInt(task -> -task.spec().limits().priority())
          .thenComparing(comparingInt(PlannedTask::number));

  private final Plan plan;
  private final int[] open;
  private final Map<String, List<PlannedTask>> byEvent = new HashMap<>();
  private final Map<Integer, List<PlannedTask>> byNeed = new HashMap<>();
  private final Set<String> set = new HashSet<>();

  private Stages(Plan plan) {
    this.plan = plan;
    this.open = new int[plan.tasks().size()];
    for (PlannedTask task : plan.tasks()) {
      task.needs().forEach(need -> add(byNeed, need, task));
      task.spec().waitsFor().forEach(event -> add(byEvent, event, task));
      open[task.number()] = task.needs().size() + task.spec().waitsFor().size();
    }
  }

  private static <K> void add(Map<K, List<PlannedTask>> lists, K key, PlannedTask task) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(task);
  }

  /** The tasks of each stage, in the order in which they are started. */
  static List<List<PlannedTask>> of(Plan plan) {
    return new Stages(plan).play();
  }

  private List<List<PlannedTask>> play() {
    var stages = new ArrayList<List<PlannedTask>>();
    play(stages, false);
    play(stages, true);
    return stages;
  }

  private void play(List<List<PlannedTask>> stages, boolean finals) {
    List<PlannedTask> ready =
        plan.tasks().stream()
            .filter(task -> task.spec().isFinal() == finals && open[task.number()] == 0)
            .toList();
    while (!ready.isEmpty()) {
      List<PlannedTask> stage = ready.stream().sorted(START_ORDER).toList();
      stages.add(stage);
      var next = new ArrayList<PlannedTask>();
      stage.forEach(done -> release(done, next));
      ready = next;
    }
  }

  private void release(PlannedTask done, List<PlannedTask> ready) {
    release(byNeed.getOrDefault(done.number(), List.of()), ready);
    for (String event : done.spec().sets()) {
      if (set.add(event)) {
        release(byEvent.getOrDefault(event, List.of()), ready);
      }
    }
  }

  private void release(List<PlannedTask> waiting, List<PlannedTask> ready) {
    for (PlannedTask task : waiting) {
      if (--open[task.number()] == 0) {
        ready.add(task);
      }
    }
  }
}
