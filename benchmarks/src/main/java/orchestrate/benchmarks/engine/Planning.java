package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.NINJA;
import static orchestrate.benchmarks.engine.Contestants.OURS;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code planning}: reading a job file and working out what is to run. */
public final class Planning {
  private static final int MOST_ROUNDS = 3;

  private final Contestants contestants;
  private final Sizes sizes;

  public Planning(Effort effort) {
    this.contestants = new Contestants(effort);
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    int most = sizes.planned();
    return new Suite(
        "planning", "Planning", List.of(plan(most / 100), plan(most / 10), plan(most), items()));
  }

  private Scenario plan(int tasks) {
    return new Scenario(
        "plan-" + tasks,
        "A plan of %,d tasks".formatted(tasks),
        "`orchestrate plan` of as many tasks in one file, each of which needs another; the peer's is"
            + " `ninja -n`.",
        List.of(
            contestants.timed(OURS, Work.ORCHESTRATE_PLAN, tasks),
            contestants.timed(NINJA, Work.NINJA_PLAN, tasks)),
        planned(tasks),
        MOST_ROUNDS);
  }

  private Scenario items() {
    int items = sizes.noops();
    return new Scenario(
        "plan-items",
        "A plan of %,d items".formatted(items),
        "`orchestrate plan` of one fan-out.",
        List.of(contestants.timed(OURS, Work.ORCHESTRATE_PLAN_ITEMS, items)),
        planned(items),
        MOST_ROUNDS);
  }

  private static List<Metric> planned(int tasks) {
    return List.of(
        new Metric(Timed.WHOLE, "", Unit.TASK, List.of(new Bar.Median(OURS, 2e9 / tasks))),
        new Metric(Timed.PEAK, "memory", Unit.MEMORY, List.of(new Bar.Median(OURS, 512 << 20))));
  }
}
