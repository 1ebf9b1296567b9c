package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.OURS;
import static orchestrate.benchmarks.engine.Contestants.PARALLEL;
import static orchestrate.benchmarks.engine.Contestants.XARGS;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code cores}: how much of the cores' time goes to tasks that use all they get. */
public final class Scaling {
  private static final String FORK_JOIN = "fork-join pool";
  private static final double EFFICIENCY = 0.98;
  private static final int MOST_ROUNDS = 3;

  private final Effort effort;
  private final Contestants contestants;
  private final Sizes sizes;

  public Scaling(Effort effort) {
    this.effort = effort;
    this.contestants = new Contestants(effort);
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    List<Scenario> all = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    IntStream.iterate(1, n -> n < cores, n -> 2 * n).mapToObj(this::on).forEach(all::add);
    all.add(on(cores));
    all.add(hashInJava());
    all.add(hashByCommand());
    return new Suite("cores", "All cores busy", all);
  }

  private Scenario on(int cores) {
    int tasks = sizes.burns() * cores;
    return new Scenario(
        "cores-" + cores,
        "%,d tasks that compute, %d at a time".formatted(tasks, cores),
        "Each is a command that uses %d ms of processor time. Efficiency: the least time in which the"
                .formatted(Work.BURN_MILLIS)
            + " cores could do that, divided by the time that it took.",
        Stream.of(
                burning(OURS, Work.ORCHESTRATE_BURN, tasks, cores),
                burning(XARGS, Work.XARGS_BURN, tasks, cores),
                burning(PARALLEL, Work.PARALLEL_BURN, tasks, cores))
            .toList(),
        List.of(
            new Metric(Timed.EFFICIENCY, "with start-up", Unit.EFFICIENCY, List.of()),
            new Metric(
                Timed.STARTED_EFFICIENCY,
                "after start-up, by our own clock",
                Unit.EFFICIENCY,
                List.of(new Bar.Median(OURS, 1 / EFFICIENCY)))),
        MOST_ROUNDS);
  }

  private Contestant burning(String name, Work work, int tasks, int cores) {
    return Files.isExecutable(Work.burn(effort.home()))
        ? contestants.timed(name, work, tasks, 1, cores)
        : new Contestant.Missing(name, name.equals(OURS), "no C compiler (cc) for what computes");
  }

  private Scenario hashInJava() {
    return hash(
        "hash-java",
        "in Java",
        "The same code in a fork-join pool of one JVM.",
        contestants.timed(OURS, Work.ORCHESTRATE_HASH_JAVA, sizes.files()),
        contestants.timed(FORK_JOIN, Work.FORK_JOIN_HASH, sizes.files()));
  }

  private Scenario hashByCommand() {
    return hash(
        "hash-command",
        "by sha256sum",
        "A process for each file.",
        contestants.timed(OURS, Work.ORCHESTRATE_HASH_COMMAND, sizes.files()),
        contestants.timed(XARGS, Work.XARGS_HASH_COMMAND, sizes.files()));
  }

  private Scenario hash(String name, String how, String about, Contestant ours, Contestant peer) {
    return new Scenario(
        name,
        "SHA-256 of %,d files %s".formatted(sizes.files(), how),
        about + " Files of %,d bytes, in memory; start-up included.".formatted(sizes.fileBytes()),
        List.of(ours, peer),
        List.of(
            new Metric(
                Timed.WHOLE,
                "",
                Unit.TASK,
                List.of(new Bar.TimesPeer(OURS, peer.name(), 1 / EFFICIENCY)))),
        MOST_ROUNDS);
  }
}
