package orchestrate.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which services somebody may still use: those that a task needs, directly or through others, which
 * has not ended.
 *
 * <p>A task is behind us when it has ended and all that need it are behind us. So a service is of
 * no use any more when all that need it are behind us; and one that another service needs is so
 * only when that has ended.
 */
final class ServiceUse {
  private final List<TaskProgress> tasks;

  /** By task: how many that need it aren't behind us, and one more as long as it hasn't ended. */
  private final int[] open;

  ServiceUse(List<TaskProgress> tasks) {
    this.tasks = tasks;
    this.open = new int[tasks.size()];
    Arrays.fill(open, 1);
    tasks.forEach(task -> task.task().needs().forEach(need -> open[need]++));
  }

  /** The task has ended; {@code unused} is given the services that are of no use any more. */
  void ended(TaskProgress task, Consumer<TaskProgress> unused) {
    Deque<TaskProgress> closing = new ArrayDeque<>(List.of(task));
    while (!closing.isEmpty()) {
      TaskProgress next = closing.remove();
      int left = --open[next.task().number()];
      if (left == 0) {
        next.task().needs().forEach(need -> closing.add(tasks.get(need)));
      } else if (left == 1 && next.task().spec().isService() && !next.isEnded()) {
        unused.accept(next);
      }
    }
  }
}
