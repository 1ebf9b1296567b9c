package orchestrate.coordinator.plan;

import static orchestrate.config.Problems.quoted;

import java.util.List;
import java.util.function.ToLongFunction;
import orchestrate.config.Action;
import orchestrate.config.JobFile;
import orchestrate.config.Pipeline;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.TaskSpec;
import orchestrate.config.read.Sizes;

/** Finds tasks, and parties of tasks, that need more than there is, and so could never start. */
final class CapacityCheck {
  private final JobFile job;
  private final RunLimits limits;
  private final Problems problems;

  CapacityCheck(JobFile job, RunLimits limits, Problems problems) {
    this.job = job;
    this.limits = limits;
    this.problems = problems;
  }

  void run() {
    job.tasks().values().forEach(this::checkTask);
    job.barriers().forEach(this::checkParties);
    job.pipelines().forEach(this::checkPipeline);
  }

  private void checkTask(TaskSpec task) {
    int cpus = task.limits().cpus();
    if (cpus > limits.slots() * sharingASlot(task)) {
      problems.add(
          job.positions().ofValue("tasks", task.name(), "cpus"),
          "%s takes %d cpus, and this run has %d, so it could never start"
              .formatted(quoted(task.name()), cpus, limits.slots() * sharingASlot(task)),
          "give it fewer, or run with -j %d or more"
              .formatted(Math.ceilDiv(cpus, sharingASlot(task))));
    }
    if (task.limits().memory() > limits.memory()) {
      problems.add(
          job.positions().ofValue("tasks", task.name(), "memory"),
          "%s declares %s of memory, and all tasks together may have %s, so it could never start"
              .formatted(
                  quoted(task.name()),
                  Sizes.text(task.limits().memory()),
                  Sizes.text(limits.memory())),
          "that is what this machine or its cgroup has, less a reserve; --memory sets it");
    }
  }

  /** How many such tasks run at a time in one slot, which is a worker if they are Java tasks. */
  private long sharingASlot(TaskSpec task) {
    return task.action() instanceof Action.Java ? job.workers().threads().count() : 1;
  }

  private void checkParties(String barrier, int parties) {
    checkSlots(barrier, parties);
    checkMemory(barrier, parties);
    for (String semaphore : job.permits().keySet()) {
      checkPermits(barrier, parties, semaphore);
    }
  }

  private void checkSlots(String barrier, int parties) {
    long cpus = least(barrier, task -> task.limits().cpus());
    long sharing = -least(barrier, task -> -sharingASlot(task));
    if (cpus * parties > limits.slots() * sharing) {
      problems.add(
          job.positions().ofValue("barriers", barrier),
          "barrier %s has %d parties%s, but only %d tasks run at a time, so they could never meet"
              .formatted(
                  quoted(barrier),
                  parties,
                  cpus > 1 ? " of %d cpus or more".formatted(cpus) : "",
                  limits.slots() * sharing),
          "run with -j %d or more".formatted(Math.ceilDiv(cpus * parties, sharing)));
    }
  }

  private void checkMemory(String barrier, int parties) {
    long memory = least(barrier, task -> task.limits().memory()) * parties;
    if (memory > limits.memory()) {
      problems.add(
          job.positions().ofValue("barriers", barrier),
          "the %d parties of barrier %s need %s of memory at the same time, and all tasks together may have %s"
              .formatted(
                  parties, quoted(barrier), Sizes.text(memory), Sizes.text(limits.memory())));
    }
  }

  /** All of a party hold their permits at the same time. */
  private void checkPermits(String barrier, int parties, String semaphore) {
    long needed = parties * least(barrier, task -> task.acquire().getOrDefault(semaphore, 0));
    long permits = job.permits().getOrDefault(semaphore, 0);
    if (needed > permits) {
      problems.add(
          job.positions().ofValue("barriers", barrier),
          "the %d parties of barrier `%s` need %d permits of `%s` at the same time, it has %d"
              .formatted(parties, barrier, needed, semaphore, permits));
    }
  }

  /** All of its tasks run at the same time. */
  private void checkPipeline(Pipeline pipeline) {
    List<TaskSpec> tasks = pipeline.tasks().stream().map(job.tasks()::get).toList();
    TaskSpec last = tasks.getLast();
    Position place = job.positions().ofValue(last.section(), last.name(), "pipe-from");
    long cpus = tasks.stream().mapToLong(task -> task.limits().cpus()).sum();
    if (cpus > limits.slots()) {
      problems.add(
          place,
          "the pipeline `%s` takes %d cpus, and this run has %d, so it could never start"
              .formatted(pipeline.describe(), cpus, limits.slots()),
          "run with -j %d or more".formatted(cpus));
    }
    long memory = tasks.stream().mapToLong(task -> task.limits().memory()).sum();
    if (memory > limits.memory()) {
      problems.add(
          place,
          "the pipeline `%s` needs %s of memory at the same time, and all tasks together may have %s"
              .formatted(pipeline.describe(), Sizes.text(memory), Sizes.text(limits.memory())));
    }
    job.permits()
        .forEach((semaphore, permits) -> checkPermits(pipeline, tasks, place, semaphore, permits));
  }

  private void checkPermits(
      Pipeline pipeline, List<TaskSpec> tasks, Position place, String semaphore, long permits) {
    long needed = tasks.stream().mapToLong(task -> task.acquire().getOrDefault(semaphore, 0)).sum();
    if (needed > permits) {
      problems.add(
          place,
          "the pipeline `%s` needs %d permits of `%s` at the same time, it has %d"
              .formatted(pipeline.describe(), needed, semaphore, permits));
    }
  }

  /** What each of the barrier's parties needs at least. */
  private long least(String barrier, ToLongFunction<TaskSpec> need) {
    List<TaskSpec> meeting =
        job.tasks().values().stream().filter(task -> task.meets().contains(barrier)).toList();
    return meeting.stream().mapToLong(need).min().orElse(0);
  }
}
