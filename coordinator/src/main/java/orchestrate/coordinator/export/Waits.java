package orchestrate.coordinator.export;

import java.util.HashMap;
import java.util.Map;
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
  private static final String CATEGORY = "wait";

  /** An instance that is to be tried again. */
  private record Pausing(int task, long instance) {}

  private final Plan plan;
  private final TraceWriter out;
  private final int process;
  private final Grain grain = new Grain();

  /** By task, when the last of what it needs was there. */
  private final long[] readyAt;

  private final boolean[] begun;

  /** By what others need, who they are. */
  private final Map<Integer, int[]> dependents = new HashMap<>();

  private final Map<Pausing, Long> pauses = new HashMap<>();
  private long lastId;

  Waits(Plan plan, TraceWriter out, int process) {
    this.plan = plan;
    this.out = out;
    this.process = process;
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
        write(task.name() + ": ready, waits for its turn", readyAt[number], time);
      }
    }
    Long since = pauses.isEmpty() ? null : pauses.remove(new Pausing(number, instance));
    if (since != null) {
      write(
          "%s: waits for attempt %d".formatted(task.instanceName(instance), attempt), since, time);
    }
  }

  /** Nobody waits any more. */
  void finish(long time) {
    pauses.forEach(
        (who, since) ->
            write(
                plan.task(who.task()).instanceName(who.instance()) + ": waits in vain",
                since,
                time));
    pauses.clear();
  }

  private void write(String name, long start, long end) {
    if (end > start && end - start >= grain.nanos()) {
      out.async(process, CATEGORY, ++lastId, name, start, end);
      grain.wrote();
    }
  }
}
