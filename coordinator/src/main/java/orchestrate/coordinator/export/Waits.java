package orchestrate.coordinator.export;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
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

  private final ReadyTimes ready;
  private final boolean[] begun;
  private final Map<Pausing, Long> pauses = new HashMap<>();

  /**
   * @param to takes them when they are over
   */
  Waits(Plan plan, Consumer<Wait> to) {
    this.plan = plan;
    this.to = to;
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
      write(new Wait(task, PlannedTask.WHOLE, Why.TURN, 1, ready.of(number), time));
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
