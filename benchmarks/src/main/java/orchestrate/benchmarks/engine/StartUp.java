package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.OURS;
import static orchestrate.benchmarks.engine.Contestants.PARALLEL;
import static orchestrate.benchmarks.engine.Contestants.SNAKEMAKE;
import static orchestrate.benchmarks.engine.Contestants.XARGS;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code start-up}: how long a run takes that has next to nothing to do. */
public final class StartUp {
  private final Contestants contestants;
  private final Sizes sizes;

  public StartUp(Effort effort) {
    this.contestants = new Contestants(effort);
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    return new Suite("start-up", "Start-up", List.of(one(), oneInJava(), firstRun()));
  }

  private Scenario one() {
    return new Scenario(
        "one",
        "A single command",
        "From start to end, when it has been run before.",
        List.of(
            once(OURS, Work.ORCHESTRATE_ONE),
            once(XARGS, Work.XARGS_LIST),
            once(PARALLEL, Work.PARALLEL_ONE),
            once(SNAKEMAKE, Work.SNAKEMAKE_ONE)),
        List.of(
            new Metric(
                Timed.WHOLE,
                "",
                Unit.RUN,
                List.of(new Bar.Median(OURS, 250e6), new Bar.TimesPeer(OURS, SNAKEMAKE, 0.2)))));
  }

  private Scenario oneInJava() {
    return new Scenario(
        "one-java",
        "A single Java task",
        "From start to end, when it has been run before.",
        List.of(once(OURS, Work.ORCHESTRATE_ONE_JAVA)),
        List.of(new Metric(Timed.WHOLE, "", Unit.RUN, List.of())));
  }

  private Contestant once(String name, Work work) {
    return contestants.timed(
        name, work, 1, sizes.shortTimes(), Runtime.getRuntime().availableProcessors());
  }

  private Scenario firstRun() {
    return new Scenario(
        "first-run",
        "The first run of a fresh copy",
        "It makes the caches for start-up, in which a job runs several times; so once for each copy and"
            + " each JDK.",
        List.of(contestants.ours(FirstRun.class)),
        List.of(new Metric(Timed.WHOLE, "", Unit.WORK, List.of())),
        1);
  }
}
