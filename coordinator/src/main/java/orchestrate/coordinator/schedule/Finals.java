package orchestrate.coordinator.schedule;

import java.util.List;

/** The tasks that begin when all others are over, and what they may know of those. */
final class Finals {
  private final List<TaskProgress> tasks;
  private int othersLeft;
  private boolean someFailed;
  private boolean someCancelled;

  Finals(List<TaskProgress> all) {
    this.tasks = all.stream().filter(this::has).toList();
    this.othersLeft = all.size() - tasks.size();
  }

  List<TaskProgress> tasks() {
    return tasks;
  }

  boolean has(TaskProgress task) {
    return task.task().spec().isFinal();
  }

  /** Whether others are still to end. */
  boolean areToCome() {
    return othersLeft > 0;
  }

  /** Takes notice that a task has ended; says whether it was the last of the others. */
  boolean areNext(TaskProgress ended) {
    if (has(ended)) {
      return false;
    }
    someFailed |= ended.status() instanceof TaskStatus.Failed;
    someCancelled |= ended.status() instanceof TaskStatus.Cancelled;
    return --othersLeft == 0;
  }

  /** Has them know how the others went. */
  void learn(boolean runWasCancelled) {
    tasks.forEach(task -> task.learn(someFailed, someCancelled || runWasCancelled));
  }
}
