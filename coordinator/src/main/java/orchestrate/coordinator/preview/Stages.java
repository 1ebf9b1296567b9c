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
import orchestrate.config.Pipeline;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import org.jspecify.annotations.Nullable;

/**
 * Plays a plan through as if each task took as long as any other, and slots were no matter: a stage
 * is what can start once the stages before it are done. An event is set when the first that sets it
 * is done. A pipeline is in one stage.
 */
final class Stages {
  /** As the scheduler starts what could start at the same time. */
  private final Comparator<PlannedTask> startOrder =
      comparing((PlannedTask task) -> task.spec().meets().isEmpty())
          .thenComparing(task -> pipelineOf(task) == null)
          .thenComparingInt(task -> -task.spec().limits().priority())
          .thenComparing(comparingInt(PlannedTask::number));

  private final Plan plan;
  private final int[] open;
  private final Map<String, List<PlannedTask>> byEvent = new HashMap<>();
  private final Map<Integer, List<PlannedTask>> byNeed = new HashMap<>();
  private final Set<String> set = new HashSet<>();

  /** By the names of their tasks. */
  private final Map<String, Pipeline> pipelines = new HashMap<>();

  private final Map<Pipeline, List<PlannedTask>> members = new HashMap<>();

  /** How many of its tasks could start. */
  private final Map<Pipeline, Integer> ready = new HashMap<>();

  private Stages(Plan plan) {
    this.plan = plan;
    this.open = new int[plan.tasks().size()];
    for (PlannedTask task : plan.tasks()) {
      task.needs().forEach(need -> add(byNeed, need, task));
      task.spec().waitsFor().forEach(event -> add(byEvent, event, task));
      open[task.number()] = task.needs().size() + task.spec().waitsFor().size();
    }
    plan.job()
        .pipelines()
        .forEach(pipeline -> pipeline.tasks().forEach(task -> pipelines.put(task, pipeline)));
    for (PlannedTask task : plan.tasks()) {
      Pipeline pipeline = pipelineOf(task);
      if (pipeline != null) {
        add(members, pipeline, task);
      }
    }
  }

  private @Nullable Pipeline pipelineOf(PlannedTask task) {
    return pipelines.get(task.name());
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
    var next = new ArrayList<PlannedTask>();
    plan.tasks().stream()
        .filter(task -> task.spec().isFinal() == finals && open[task.number()] == 0)
        .forEach(task -> addReady(task, next));
    while (!next.isEmpty()) {
      List<PlannedTask> stage = next.stream().sorted(startOrder).toList();
      stages.add(stage);
      next.clear();
      stage.forEach(done -> release(done, next));
    }
  }

  private void release(PlannedTask done, List<PlannedTask> next) {
    release(byNeed.getOrDefault(done.number(), List.of()), next);
    for (String event : done.spec().sets()) {
      if (set.add(event)) {
        release(byEvent.getOrDefault(event, List.of()), next);
      }
    }
  }

  private void release(List<PlannedTask> waiting, List<PlannedTask> next) {
    for (PlannedTask task : waiting) {
      if (--open[task.number()] == 0) {
        addReady(task, next);
      }
    }
  }

  /** The task could start, if it were for itself. */
  private void addReady(PlannedTask task, List<PlannedTask> next) {
    Pipeline pipeline = pipelineOf(task);
    if (pipeline == null) {
      next.add(task);
    } else if (ready.merge(pipeline, 1, Integer::sum) == pipeline.tasks().size()) {
      next.addAll(members.getOrDefault(pipeline, List.of()));
    }
  }
}
