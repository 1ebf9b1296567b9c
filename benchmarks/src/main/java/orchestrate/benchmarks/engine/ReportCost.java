package orchestrate.benchmarks.engine;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code reports}: what it costs to be told of a run. */
public final class ReportCost {
  private static final String ALL = "orchestrate, display and all reports";
  private static final String NONE = "orchestrate, --quiet";

  private final Contestants contestants;
  private final int tasks;

  public ReportCost(Effort effort) {
    this.contestants = new Contestants(effort);
    this.tasks = Sizes.of(effort).reported();
  }

  public Suite suite() {
    return new Suite("reports", "Reports", List.of(reports()));
  }

  private Scenario reports() {
    return new Scenario(
        "reports",
        "A run of %,d tasks, with and without display and reports".formatted(tasks),
        "Java tasks that compute for %d us each. With: the live display at a terminal (`script`), --html,"
                .formatted(BurnTask.MICROS)
            + " --junit, --joblog, --trace and --prometheus. The whole run, divided by the tasks.",
        List.of(
            contestants.timed(ALL, Work.ORCHESTRATE_REPORTS, tasks),
            contestants.asPeer(NONE, Work.ORCHESTRATE_NO_REPORTS, tasks)),
        List.of(
            new Metric(Timed.WHOLE, "", Unit.TASK, List.of(new Bar.TimesPeer(ALL, NONE, 1.02)))),
        3);
  }
}
