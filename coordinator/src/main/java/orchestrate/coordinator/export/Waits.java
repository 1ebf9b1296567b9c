package orchestrate.coordinator.export;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;

/**
 * What tasks waited for, as far as the run's events say: a task whose needs were met for its turn
 * (slots, permits, memory, others at its barrier), and a failed instance for its next attempt.
 *
 * <p>Times are nanoseconds since the run began.
 */
final class Waits {
  /** What is waited for. */
  enum Why {
    TURN(0, "ready, waits for its turn"),
    NEXT_ATTEMPT(1, "waits for attempt"),
    IN_VAIN(2, "waits in vain");

    private final int number;
    private final String words;

    Why(int number, String words) {
      this.number = number;
      this.words = words;
    }

    int number() {
      return number;
    }
  }

  /**
   * A wait.
   *
   * @param instance {@link PlannedTask#WHOLE} if it is the task that waits
   * @param attempt that it waits for; 0 if that is not known
   */
  record Wait(PlannedTask task, long instance, Why why, int attempt, long start, long end) {
    /** For people: who waits for what. */
    String text() {
      String number = why == Why.NEXT_ATTEMPT ? " " + attempt : "";
      return task.instanceName(instance) + ": " + why.words + number;
    }
  }

  /** An instance that is to be tried again. */
  private record Pausing(int task, long instance) {}

  private final Plan plan;
  private final Consumer<Wait> to;
  private final Grain grain = new Grain();

  /** By task, when the last of what it needs was there. */
  private final long[] readyAt;

  private final boolean[] begun;

  /** By what others need, who they are. */
  private final Map<Integer, int[]> dependents = new HashMap<>();

  private final Map<Pausing, Long> pauses = new HashMap<>();

  /**
   * @param to takes them when they are over
   */
  Waits(Plan plan, Consumer<Wait> to) {
    this.plan = plan;
    this.to = to;
    this.readyAt = new long[plan.tasks().size()];
    this.begun = new boolean[plan.tasks().size()];
    var lists = new HashMap<Integer, IntStream.Builder>();
    for (PlannedTask task : plan.tasks()) {
      for (int need : task.needs()) {
        lists.computeIfAbsent(need, n -> IntStream.builder()).add(task.number());
      }
    }
    lists.forEach((need, tasks) -> dependents.put(need, tasks.build().toArray()));
  }

  /** The task has ended, or is a service that can be used. */
  void met(int task, long time) {
    for (int dependent : dependents.getOrDefault(task, new int[0])) {
      readyAt[dependent] = time;
    }
  }

  /** An event was set that tasks may wait for. */
  void eventSet(String name, long time) {
    for (PlannedTask task : plan.tasks()) {
      if (task.spec().waitsFor().contains(name)) {
        readyAt[task.number()] = Math.max(time, readyAt[task.number()]);
      }
    }
  }

  /** Its items are known. */
  void activated(int task, long time) {
    readyAt[task] = time;
  }

  void paused(int task, long instance, long time) {
    pauses.put(new Pausing(task, instance), time);
  }

  /** An attempt was given to a worker. */
  void started(int number, long instance, int attempt, long time) {
    PlannedTask task = plan.task(number);
    if (!begun[number]) {
      begun[number] = true;
      // Those under `finally` wait for all others, which is no wait for their turn.
      if (!task.spec().isFinal()) {
        write(new Wait(task, PlannedTask.WHOLE, Why.TURN, 1, readyAt[number], time));
      }
    }
    Long since = pauses.isEmpty() ? null : pauses.remove(new Pausing(number, instance));
    if (since != null) {
      write(new Wait(task, instance, Why.NEXT_ATTEMPT, attempt, since, time));
    }
  }

  /** Nobody waits any more. */
  void finish(long time) {
    pauses.forEach(
        (who, since) ->
            write(new Wait(plan.task(who.task()), who.instance(), Why.IN_VAIN, 0, since, time)));
    pauses.clear();
  }

  private void write(Wait wait) {
    long nanos = wait.end() - wait.start();
    if (nanos > 0 && nanos >= grain.nanos()) {
      to.accept(wait);
      grain.wrote();
    }
  }
}
