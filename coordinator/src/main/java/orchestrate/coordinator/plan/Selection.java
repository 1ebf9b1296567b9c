package orchestrate.coordinator.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import orchestrate.config.JobFile;
import orchestrate.config.Pipeline;
import orchestrate.config.TaskSpec;

/**
 * Which tasks of a job a run is about, by their names and tags. What the wanted ones need is wanted
 * too, and final tasks always are: to leave something out, one has to say so.
 *
 * @param only empty if all are wanted
 */
public record Selection(List<String> only, List<String> skip) {
  public static final Selection ALL = new Selection(List.of(), List.of());

  public Selection {
    only = List.copyOf(only);
    skip = List.copyOf(skip);
  }

  /** The tags that tasks of the job have, sorted. */
  public static Set<String> tags(JobFile job) {
    var tags = new TreeSet<String>();
    job.tasks().values().forEach(task -> tags.addAll(task.tags()));
    return tags;
  }

  /** What is neither a task nor a tag of the job. */
  public List<String> unknown(JobFile job) {
    Set<String> known = tags(job);
    known.addAll(job.tasks().keySet());
    return Stream.concat(only.stream(), skip.stream())
        .filter(name -> !known.contains(name))
        .distinct()
        .toList();
  }

  /** Why tasks are left out, by their names; nothing of those that aren't. */
  Map<String, String> leftOut(JobFile job) {
    var leftOut = new LinkedHashMap<String, String>();
    Set<String> wanted = only.isEmpty() ? job.tasks().keySet() : wanted(job);
    for (TaskSpec task : job.tasks().values()) {
      if (matches(task, skip)) {
        leftOut.put(task.name(), "left out by --skip");
      } else if (!wanted.contains(task.name()) && !task.isFinal()) {
        leftOut.put(task.name(), "left out: not among what --only asks for");
      }
    }
    job.pipelines().forEach(pipeline -> leaveOut(pipeline, leftOut));
    leaveOutUselessServices(job, leftOut);
    return leftOut;
  }

  /** As a whole, if one of its tasks is. */
  private static void leaveOut(Pipeline pipeline, Map<String, String> leftOut) {
    pipeline.tasks().stream()
        .filter(leftOut::containsKey)
        .findFirst()
        .ifPresent(
            out ->
                pipeline
                    .tasks()
                    .forEach(
                        task ->
                            leftOut.putIfAbsent(
                                task,
                                "left out: in one pipeline with " + out + ", which is, too")));
  }

  /** One runs only for others: that a task needs which is to be run, directly or through others. */
  private static void leaveOutUselessServices(JobFile job, Map<String, String> leftOut) {
    if (job.tasks().values().stream().noneMatch(TaskSpec::isService)) {
      return;
    }
    var needed = new HashSet<String>();
    var open = new ArrayDeque<TaskSpec>();
    job.tasks().values().stream()
        .filter(task -> !task.isService() && !leftOut.containsKey(task.name()))
        .forEach(open::add);
    while (!open.isEmpty()) {
      open.remove().needed().stream().filter(needed::add).map(job.tasks()::get).forEach(open::add);
    }
    job.tasks().values().stream()
        .filter(task -> task.isService() && !needed.contains(task.name()))
        .forEach(
            service ->
                leftOut.putIfAbsent(
                    service.name(), "left out: no task that needs it is to be run"));
  }

  private static boolean matches(TaskSpec task, List<String> names) {
    return names.contains(task.name()) || !Collections.disjoint(task.tags(), names);
  }

  private Set<String> wanted(JobFile job) {
    var wanted = new HashSet<String>();
    var open = new ArrayDeque<TaskSpec>();
    List<Pipeline> pipelines = job.pipelines();
    job.tasks().values().stream().filter(task -> matches(task, only)).forEach(open::add);
    while (!open.isEmpty()) {
      TaskSpec task = open.remove();
      if (wanted.add(task.name())) {
        open.addAll(wantedWith(task, job, pipelines));
      }
    }
    return wanted;
  }

  /**
   * Those that it can't do without: that it needs, that set its events, that it meets, or is joined
   * with by pipes.
   */
  private static List<TaskSpec> wantedWith(TaskSpec task, JobFile job, List<Pipeline> pipelines) {
    var others = new ArrayList<TaskSpec>();
    task.needed().stream().map(job.tasks()::get).forEach(others::add);
    if (!task.waitsFor().isEmpty() || !task.meets().isEmpty()) {
      job.tasks().values().stream()
          .filter(
              other ->
                  other.sets().stream().anyMatch(task.waitsFor()::contains)
                      || other.meets().stream().anyMatch(task.meets()::contains))
          .forEach(others::add);
    }
    pipelines.stream()
        .filter(pipeline -> pipeline.tasks().contains(task.name()))
        .flatMap(pipeline -> pipeline.tasks().stream())
        .map(job.tasks()::get)
        .forEach(others::add);
    return others;
  }
}
