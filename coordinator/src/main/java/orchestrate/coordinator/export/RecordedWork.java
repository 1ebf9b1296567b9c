package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orchestrate.config.TaskSpec;
import orchestrate.coordinator.analysis.WhatIf;
import orchestrate.coordinator.analysis.Work;
import orchestrate.coordinator.analysis.WorkLog;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.TaskSummary;

/** What a run has done, made ready to be simulated with other numbers of slots. */
final class RecordedWork {
  /** Of all tasks together: enough to tell one percent from another. */
  private static final int MOST_PIECES = 5_000;

  private final Plan plan;
  private final List<String> permits;
  private final int perSlot;

  private RecordedWork(Plan plan) {
    this.plan = plan;
    this.permits = List.copyOf(plan.job().permits().keySet());
    this.perSlot = plan.job().workers().threads().count();
  }

  /**
   * @param dependencies what each task waited for
   */
  static WhatIf whatIf(
      Plan plan,
      List<TaskSummary> summaries,
      List<TaskLedger> ledgers,
      List<List<Integer>> dependencies) {
    return new RecordedWork(plan).whatIf(summaries, ledgers, dependencies);
  }

  private WhatIf whatIf(
      List<TaskSummary> summaries, List<TaskLedger> ledgers, List<List<Integer>> dependencies) {
    long fanOuts = plan.tasks().stream().filter(PlannedTask::isFanOut).count();
    int piecesEach = (int) (MOST_PIECES / Math.max(1, fanOuts));
    var works = new ArrayList<Work>();
    for (PlannedTask task : plan.tasks()) {
      TaskSummary summary = summaries.get(task.number());
      WorkLog log = ledgers.get(task.number()).work;
      works.add(work(task, summary, log, dependencies.get(task.number()), piecesEach));
    }
    return WhatIf.of(works, plan.slots(), perSlot, amounts());
  }

  private Work work(
      PlannedTask task, TaskSummary summary, WorkLog log, List<Integer> needs, int most) {
    TaskSpec spec = task.spec();
    if (spec.isService()) {
      // Others wait until it is ready; after that it does not hold up anybody.
      Long ready = summary.readyMillis();
      long[] pieces = ready == null ? new long[0] : new long[] {ready * 1_000_000};
      long nanos = ready == null ? 0 : ready * 1_000_000;
      return new Work(needs, 0, 1, 0, new long[permits.size() + 1], pieces, nanos);
    }
    long[] pieces = log.pieces(most);
    long longest = log.longestNanos();
    if (!task.isFanOut() && log.count() > 0) {
      pieces = new long[] {log.totalNanos()}; // its attempts, one after the other
      longest = log.totalNanos();
    }
    return new Work(
        needs,
        spec.limits().cpus() * (task.isJava() ? 1 : perSlot),
        spec.limits().maxParallel(),
        spec.limits().priority(),
        holds(spec),
        pieces,
        longest);
  }

  private long[] holds(TaskSpec spec) {
    var holds = new long[permits.size() + 1];
    for (Map.Entry<String, Integer> each : spec.acquire().entrySet()) {
      holds[permits.indexOf(each.getKey())] = each.getValue();
    }
    holds[permits.size()] = spec.limits().memory();
    return holds;
  }

  private long[] amounts() {
    var amounts = new long[permits.size() + 1];
    Map<String, Integer> declared = plan.job().permits();
    for (int kind = 0; kind < permits.size(); kind++) {
      amounts[kind] = declared.getOrDefault(permits.get(kind), 0);
    }
    amounts[permits.size()] = plan.limits().memory();
    return amounts;
  }
}
