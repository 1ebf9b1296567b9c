package orchestrate.coordinator.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.schedule.Decision;
import orchestrate.coordinator.schedule.Scheduler;

/**
 * Where a run stands when a coordinator takes it up: at its beginning, or where another has left
 * it.
 *
 * @param scheduler that was told what has happened so far
 * @param decisions of it that nobody has acted on yet; further ones come here
 * @param outputs what tasks have given so far
 * @param items of the fan-outs that are under way
 * @param events of the job that are set
 * @param opening what is to be told of the run before anything else, in this order
 * @param start has the scheduler decide what is next
 */
public record RunState(
    Scheduler scheduler,
    Deque<Decision> decisions,
    OutputValues outputs,
    Map<Integer, Items> items,
    Set<String> events,
    List<RunEvent> opening,
    Runnable start) {
  /**
   * Nothing has happened yet.
   *
   * @param now in milliseconds since 1970
   */
  public static RunState fresh(Plan plan, String runId, long now) {
    return fresh(plan, runId, List.of(started(plan, runId, now)));
  }

  static RunState fresh(Plan plan, String runId, List<RunEvent> opening) {
    var decisions = new ArrayDeque<Decision>();
    var scheduler = new Scheduler(plan, runId, decisions::add);
    return new RunState(
        scheduler,
        decisions,
        new OutputValues(plan),
        Map.of(),
        Set.of(),
        opening,
        scheduler::start);
  }

  static RunEvent.RunStarted started(Plan plan, String runId, long now) {
    var job = plan.job();
    return new RunEvent.RunStarted(
        now,
        runId,
        job.name(),
        job.source().path().toAbsolutePath().toString(),
        plan.slots(),
        job.params());
  }
}
