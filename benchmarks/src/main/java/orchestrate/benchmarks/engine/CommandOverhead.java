package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.MAKE;
import static orchestrate.benchmarks.engine.Contestants.NINJA;
import static orchestrate.benchmarks.engine.Contestants.OURS;
import static orchestrate.benchmarks.engine.Contestants.PARALLEL;
import static orchestrate.benchmarks.engine.Contestants.XARGS;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code commands}: what it costs to run one, beside the command itself. */
public final class CommandOverhead {
  private final Contestants contestants;
  private final int commands;

  public CommandOverhead(Effort effort) {
    this.contestants = new Contestants(effort);
    this.commands = Sizes.of(effort).commands();
  }

  public Suite suite() {
    return new Suite("commands", "Commands", List.of(list(), string(), output()));
  }

  private Scenario list() {
    return scenario(
        "list",
        "without a shell",
        "`true`, as many at a time as there are cores; the time of the whole run, start-up included,"
            + " divided by the number of commands. Ours with logs, journal and progress.",
        List.of(
            timed(OURS, Work.ORCHESTRATE_LIST),
            timed(XARGS, Work.XARGS_LIST),
            timed(PARALLEL, Work.PARALLEL_LIST)),
        List.of(new Bar.TimesPeer(OURS, XARGS, 1), new Bar.TimesPeer(OURS, PARALLEL, 0.5)));
  }

  private Scenario string() {
    return scenario(
        "string",
        "by a shell",
        "`true; true`, for which make needs a shell, too; measured as `list`.",
        List.of(
            timed(OURS, Work.ORCHESTRATE_STRING),
            timed(MAKE, Work.MAKE_STRING),
            timed(NINJA, Work.NINJA_STRING)),
        List.of(new Bar.TimesPeer(OURS, MAKE, 1), new Bar.TimesPeer(OURS, NINJA, 1)));
  }

  private Scenario output() {
    return scenario(
        "output",
        "that print ten lines",
        "`seq 10`, measured as `list`. Ours keeps a log of each; GNU parallel keeps the lines of each"
            + " together; xargs lets them mix.",
        List.of(
            timed(OURS, Work.ORCHESTRATE_OUTPUT),
            timed(XARGS, Work.XARGS_OUTPUT),
            timed(PARALLEL, Work.PARALLEL_OUTPUT)),
        List.of(new Bar.TimesPeer(OURS, PARALLEL, 0.5)));
  }

  private Scenario scenario(
      String name, String which, String about, List<Contestant> all, List<Bar> bars) {
    return new Scenario(
        name,
        "%,d commands %s".formatted(commands, which),
        about,
        all,
        List.of(
            new Metric(Timed.WHOLE, "", Unit.TASK, bars),
            new Metric(Timed.STARTED, "by our own clock", Unit.TASK, List.of())));
  }

  private Contestant timed(String name, Work work) {
    return contestants.timed(name, work, commands);
  }
}
