package orchestrate.coordinator.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.history.EarlierTimes;
import orchestrate.coordinator.live.Snapshot.Estimate;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.TaskSummary;
import org.jspecify.annotations.Nullable;

/**
 * How long a run will still take, by how long attempts of its tasks have taken in this run, or, of
 * tasks that have ended none yet, in an earlier one. It takes as long as all the work does that
 * there is on the slots that there are, or as the longest chain of tasks that need each other,
 * whichever is longer.
 *
 * <p>Belongs to the run's thread.
 */
final class Remaining {
  /** How fast a fan-out advances counts from so long ago at most twice. */
  private static final long WINDOW_MILLIS = 5_000;

  private final List<PlannedTask> tasks;
  private final int slots;
  private final int threads;
  private final List<List<Integer>> neededBy = new ArrayList<>();

  /** Each before those that need it. */
  private final List<Integer> inOrder = new ArrayList<>();

  private final Map<Integer, Speed> speeds = new HashMap<>();
  private Map<String, EarlierTimes.Task> earlier = Map.of();

  /** How many instances have ended, and when: now, a while ago, and a while before that. */
  private static final class Speed {
    private long before;
    private long doneBefore;
    private long at;
    private long doneAt;

    Speed(long began) {
      before = began;
      at = began;
    }

    /** Instances in a millisecond. */
    double now(long now, long done) {
      if (now - at >= WINDOW_MILLIS) {
        before = at;
        doneBefore = doneAt;
        at = now;
        doneAt = done;
      }
      return now > before ? (double) (done - doneBefore) / (now - before) : 0;
    }
  }

  Remaining(Plan plan) {
    this.tasks = plan.tasks();
    this.slots = plan.slots();
    this.threads = plan.job().workers().threads().count();
    tasks.forEach(task -> neededBy.add(new ArrayList<>()));
    tasks.forEach(task -> task.needs().forEach(need -> neededBy.get(need).add(task.number())));
    order();
  }

  private void order() {
    int[] unmet = tasks.stream().mapToInt(task -> task.needs().size()).toArray();
    var open = new ArrayDeque<Integer>();
    tasks.stream().filter(task -> task.needs().isEmpty()).forEach(task -> open.add(task.number()));
    while (!open.isEmpty()) {
      int task = open.remove();
      inOrder.add(task);
      for (int next : neededBy.get(task)) {
        if (--unmet[next] == 0) {
          open.add(next);
        }
      }
    }
  }

  /**
   * From now on what tasks have taken in an earlier run counts for those of which this run tells
   * nothing.
   */
  void learn(Map<String, EarlierTimes.Task> times) {
    earlier = times;
  }

  /**
   * Of a fan-out that has begun, by how fast it advances; null if nothing is known.
   *
   * @param now by the clock of the run's events
   */
  @Nullable Estimate ofFanOut(TaskSummary task, long now) {
    long left = task.count() - task.done();
    if (task.startedAt() > 0) {
      double speed =
          speeds
              .computeIfAbsent(task.task().number(), number -> new Speed(task.startedAt()))
              .now(now, task.done());
      if (speed > 0) {
        return new Estimate((long) (left / speed), false);
      }
    }
    double mean = meanMillis(task);
    return mean < 0 ? null : new Estimate((long) (left * mean / width(task.task(), left)), false);
  }

  /** Of all that is left of the run; null if nothing is known. */
  @Nullable Estimate ofRun(List<TaskSummary> summaries, long now) {
    double work = 0;
    boolean unknown = false;
    double[] chain = new double[tasks.size()];
    double longest = 0;
    for (int number : inOrder.reversed()) {
      TaskSummary task = summaries.get(number);
      double own = 0;
      if (isStillToDo(task)) {
        long left = count(task) - task.done();
        double mean = meanMillis(task);
        if (mean < 0 || left < 0) {
          unknown = true;
        } else {
          double all = Math.max(0, left * mean - spent(task, now));
          work += all / (task.task().isJava() ? slots * (double) threads : slots);
          own = all / width(task.task(), left);
          Estimate advancing = task.task().isFanOut() ? ofFanOut(task, now) : null;
          own = advancing == null ? own : Math.max(own, advancing.millis());
        }
      }
      double behind = 0;
      for (int next : neededBy.get(number)) {
        behind = Math.max(behind, chain[next]);
      }
      chain[number] = own + behind;
      longest = Math.max(longest, chain[number]);
    }
    long millis = (long) Math.max(work, longest);
    return unknown && millis == 0 ? null : new Estimate(millis, unknown);
  }

  private static boolean isStillToDo(TaskSummary task) {
    return !task.status().isEnded()
        && task.task().leftOut() == null
        && !task.task().spec().isService();
  }

  /** How many instances it has or will have; negative if that isn't known. */
  private long count(TaskSummary task) {
    if (!task.task().isFanOut() || task.count() > 0) {
      return task.count();
    }
    EarlierTimes.Task before = earlier.get(task.task().name());
    return task.task().spec().instances().orElse(before == null ? -1 : before.instances());
  }

  /** Of one attempt; negative if that isn't known. */
  private double meanMillis(TaskSummary task) {
    long ran = task.done() - task.upToDate() + task.retries();
    if (ran > 0) {
      return (double) task.busyMillis() / ran;
    }
    EarlierTimes.Task before = earlier.get(task.task().name());
    return before == null ? -1 : before.meanMillis();
  }

  /** What has been done of what runs: of a fan-out that is little beside the rest. */
  private static double spent(TaskSummary task, long now) {
    boolean counts = !task.task().isFanOut() && task.startedAt() > 0;
    return counts ? now - task.startedAt() : 0;
  }

  /** How many of its instances run at a time at most. */
  private double width(PlannedTask task, long left) {
    long places = task.isJava() ? (long) slots * threads : slots;
    long most = Math.min(task.spec().limits().maxParallel(), Math.min(left, places));
    return Math.max(1, most);
  }
}
