package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.OURS;

import java.util.List;
import java.util.stream.Stream;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code java-tasks}: what it costs to run one that does nothing. */
public final class JavaTaskOverhead {
  private static final String PROCESS_POOL = "ProcessPoolExecutor";

  private final Contestants contestants;
  private final Sizes sizes;

  public JavaTaskOverhead(Effort effort) {
    this.contestants = new Contestants(effort);
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    return new Suite("java-tasks", "Java tasks", List.of(warm(), fanOut()));
  }

  private Scenario warm() {
    int workers = Runtime.getRuntime().availableProcessors();
    return new Scenario(
        "warm",
        "Java tasks that do nothing, in warm workers",
        "From the submission of a task to the pool of workers until its end is told: one at a time"
            + " in one worker, and in a stream to as many workers as there are cores, each submitted"
            + " by itself.",
        List.of(
            contestants
                .commands()
                .java(
                    OURS, List.of(), JavaTasks.class, sizes.poolTasks(), sizes.streamed(), workers),
            contestants
                .commands()
                .python(PROCESS_POOL, "pool.py", sizes.poolTasks(), sizes.poolTasks(), workers)),
        List.of(
            new Metric(
                "round-trip",
                "alone",
                Unit.ROUND_TRIP,
                List.of(new Bar.Median(OURS, 10e3), new Bar.Percentile99(OURS, 100e3))),
            new Metric(
                "streamed",
                "in a stream",
                Unit.TASK,
                List.of(new Bar.TimesPeer(OURS, PROCESS_POOL, 1.0 / 50)))));
  }

  private Scenario fanOut() {
    int most = sizes.noops();
    int fewest = most / 100;
    List<Contestant> all =
        Stream.concat(
                Stream.of(contestants.timed(tasks(most), Work.ORCHESTRATE_NOOP, most)),
                Stream.of(most / 10, fewest)
                    .map(n -> contestants.asPeer(tasks(n), Work.ORCHESTRATE_NOOP, n)))
            .toList();
    return new Scenario(
        "fan-out",
        "A fan-out of Java tasks that do nothing",
        "One task in a job file; the time of a run divided by the number of items, so it should not grow"
            + " with it. No heap may be larger than 256 MB; the peak is the coordinator's resident"
            + " memory.",
        all,
        List.of(
            new Metric(
                Timed.WHOLE,
                "with start-up",
                Unit.TASK,
                List.of(new Bar.TimesPeer(tasks(most), tasks(fewest), 1.1))),
            new Metric(
                Timed.STARTED,
                "after start-up",
                Unit.ELEMENT,
                List.of(new Bar.Median(tasks(most), 1e9 / 1e6))),
            new Metric(Timed.PEAK, "memory", Unit.MEMORY, List.of())));
  }

  private static String tasks(int number) {
    return "%,d items".formatted(number);
  }
}
