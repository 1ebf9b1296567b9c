package orchestrate.coordinator.export;

import java.util.HashMap;
import java.util.Map;
import orchestrate.coordinator.journal.ReadyTimes;
import orchestrate.coordinator.journal.ReadyTimes.Preconditions;
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

  private final ReadyTimes ready;
  private final boolean[] begun;
  private final Map<Pausing, Long> pauses = new HashMap<>();
  private long lastId;

  Waits(Plan plan, TraceWriter out, int process) {
    this.plan = plan;
    this.out = out;
    this.process = process;
    this.ready = new ReadyTimes(plan.tasks().stream().map(Waits::preconditions).toList());
    this.begun = new boolean[plan.tasks().size()];
  }

  private static Preconditions preconditions(PlannedTask task) {
    return new Preconditions(task.needs(), task.spec().waitsFor(), task.spec().isFinal());
  }

  /** To be told of what lets tasks begin. */
  ReadyTimes ready() {
    return ready;
  }

  void paused(int task, long instance, long time) {
    pauses.put(new Pausing(task, instance), time);
  }

  /** An attempt was given to a worker. */
  void started(int number, long instance, int attempt, long time) {
    PlannedTask task = plan.task(number);
    if (!begun[number]) {
      begun[number] = true;
      write(task.name() + ": ready, waits for its turn", ready.of(number), time);
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
