package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.OURS;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code recovery}: what is left after a SIGKILL, and how soon the work goes on. */
public final class RecoveryTime {
  private static final int USUAL_KILLS = 10;

  private final Contestants contestants;
  private final Effort effort;
  private final Sizes sizes;

  public RecoveryTime(Effort effort) {
    this.effort = effort;
    this.contestants = new Contestants(effort);
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    return new Suite("recovery", "Recovery", List.of(goesOn(), kills()));
  }

  private Scenario goesOn() {
    return new Scenario(
        "goes-on",
        "From a SIGKILL until the task that was under way has begun again",
        "Of its worker, in a run that goes on and has a further attempt for it; and of the coordinator, when"
            + " `orchestrate resume` is called at once.",
        List.of(contestants.ours(Recovery.class, effort.killsPerRound(USUAL_KILLS))),
        List.of(
            new Metric(Recovery.Victim.COMMANDS.name(), "worker for commands", Unit.RUN, List.of()),
            new Metric(Recovery.Victim.JAVA.name(), "worker for Java tasks", Unit.RUN, List.of()),
            new Metric(
                Recovery.Victim.COORDINATOR.name(), "coordinator, resumed", Unit.RUN, List.of())));
  }

  private Scenario kills() {
    List<Bar> bars = List.of(new Bar.Maximum(OURS, 0));
    return new Scenario(
        "kills",
        "Processes left a second after a SIGKILL",
        "At a random moment of the first two seconds; tasks ignore TERM and start others in"
            + " sessions of their own.",
        List.of(
            contestants.ours(
                Kills.class, effort.killsPerRound(USUAL_KILLS), sizes.latestKillMillis())),
        List.of(
            new Metric("WORKER", "of a worker: what it ran", Unit.PROCESSES, bars),
            new Metric("COORDINATOR", "of the coordinator: all", Unit.PROCESSES, bars),
            new Metric("BOTH", "of both: all", Unit.PROCESSES, bars)));
  }
}
