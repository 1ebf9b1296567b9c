package orchestrate.coordinator.schedule;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import orchestrate.config.JobFile;
import orchestrate.config.Pipeline;
import org.jspecify.annotations.Nullable;

/** The parties of a plan, and which task is in which: in one at most. */
final class Parties {
  private final List<Party> all = new ArrayList<>();
  private final Map<Integer, Party> ofTask = new HashMap<>();

  Parties(List<TaskProgress> tasks, JobFile job) {
    var members = new LinkedHashMap<List<String>, List<TaskProgress>>();
    for (TaskProgress task : tasks) {
      List<String> meets = task.task().spec().meets();
      if (!meets.isEmpty()) {
        members.computeIfAbsent(meets.stream().sorted().toList(), m -> new ArrayList<>()).add(task);
      }
    }
    members.forEach(
        (barriers, of) -> {
          String first = barriers.getFirst();
          int size = requireNonNull(job.barriers().get(first), first);
          add(Party.atBarriers(barriers, size, of));
        });
    addPipelines(tasks, job.pipelines());
  }

  private void addPipelines(List<TaskProgress> tasks, List<Pipeline> pipelines) {
    if (pipelines.isEmpty()) {
      return;
    }
    Map<String, TaskProgress> byName =
        tasks.stream().collect(Collectors.toMap(task -> task.task().name(), Function.identity()));
    for (Pipeline pipeline : pipelines) {
      List<TaskProgress> members = pipeline.tasks().stream().map(byName::get).toList();
      add(Party.pipeline(pipeline.describe(), members));
    }
  }

  private void add(Party party) {
    all.add(party);
    party.members().forEach(task -> ofTask.put(task.task().number(), party));
  }

  Collection<Party> all() {
    return all;
  }

  /** Null if the task is started for itself. */
  @Nullable Party of(int task) {
    return ofTask.get(task);
  }

  /** Null if the task is in no pipeline. */
  @Nullable Party pipelineOf(TaskProgress task) {
    Party party = of(task.task().number());
    return party != null && party.isPipeline() ? party : null;
  }
}
