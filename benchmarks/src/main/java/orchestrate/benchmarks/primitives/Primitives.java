package orchestrate.benchmarks.primitives;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/**
 * The scenarios of the suite {@code primitives}: who takes part, and what ours are to reach. Here,
 * and nowhere else, contestants are added.
 */
public final class Primitives {
  private static final String OURS = "orchestrate";
  private static final String OURS_WITHOUT_FLAGS = "orchestrate, default flags";
  private static final String C = "C";
  private static final String PYTHON = "Python";

  private static final int USUAL_KILLS = 100;
  private static final int ANY_CORE = -1;

  private final Commands commands;
  private final Sizes sizes;
  private final int killsPerRound;
  private final List<Integer> cores;

  public Primitives(Effort effort) {
    this.commands = new Commands(effort.home());
    this.sizes = Sizes.of(effort);
    this.killsPerRound = effort.killsPerRound(USUAL_KILLS);
    this.cores = effort.cores();
  }

  public Suite suite() {
    return new Suite(
        "primitives",
        "Primitives",
        List.of(uncontended(), onOneCore(), acrossCores(), spinning(), death()));
  }

  private Scenario uncontended() {
    var peers = new Object[] {sizes.iterations(), sizes.iterations(), sizes.pairs()};
    var ours =
        new Object[] {Uncontended.class.getName(), sizes.iterations(), sizes.iterationMillis()};
    return new Scenario(
        "uncontended",
        "Nobody else is there",
        "One thread takes and gives back: a pair. Samples are means of many pairs. C: a robust,"
            + " process-shared `pthread_mutex_t` and a process-shared `sem_t`, in a mapped file."
            + " Python: `multiprocessing.Lock` and `Semaphore`. Ours by JMH.",
        List.of(
            commands.java(OURS, UncontendedMain.FLAGS, UncontendedMain.class, ours),
            commands.c(C, "uncontended", peers),
            commands.python(PYTHON, "uncontended.py", peers),
            commands.plainJava(
                OURS_WITHOUT_FLAGS, UncontendedMain.FLAGS, UncontendedMain.class, ours)),
        List.of(
            new Metric("lock", "lock, unlock", Unit.OPERATION, uncontendedBars()),
            new Metric("semaphore", "acquire, release", Unit.OPERATION, uncontendedBars())));
  }

  private static List<Bar> uncontendedBars() {
    return List.of(new Bar.TimesPeer(OURS, C, 1.3), new Bar.TimesPeer(OURS, PYTHON, 0.25));
  }

  private Scenario onOneCore() {
    int core = cores.getFirst();
    return pingPong(
        "one-core",
        "Two processes hand over to each other on one core",
        "C: process-shared `sem_t`. Python: `multiprocessing.Semaphore`.",
        List.of(
            Commands.onOneCore(core, ours(List.of(), ANY_CORE, ANY_CORE)),
            Commands.onOneCore(core, c("semaphore", ANY_CORE, ANY_CORE)),
            Commands.onOneCore(core, python(ANY_CORE, ANY_CORE))),
        new Bar.TimesPeer(OURS, C, 1.2));
  }

  private Scenario acrossCores() {
    // A JVM that believes in one processor doesn't spin.
    return acrossCores(
        "two-cores",
        "Two processes hand over to each other across two cores, sleeping",
        "All sleep in the kernel until it is their turn. C: process-shared `sem_t`."
            + " Python: `multiprocessing.Semaphore`.",
        List.of("-XX:ActiveProcessorCount=1"),
        "semaphore",
        new Bar.TimesPeer(OURS, C, 1.2));
  }

  private Scenario spinning() {
    return acrossCores(
        "spinning",
        "Two processes hand over to each other across two cores, as they like",
        "Ours as it comes: it may spin before it sleeps. C spins and never sleeps, on atomics."
            + " Python: `multiprocessing.Semaphore`, which sleeps.",
        List.of(),
        "spin",
        new Bar.Median(OURS, 1_500));
  }

  private Scenario acrossCores(
      String name, String title, String about, List<String> flags, String how, Bar bar) {
    if (cores.size() < 2) {
      Contestant nobody = new Contestant.Missing(OURS, true, "this needs two cores");
      return pingPong(name, title, about, List.of(nobody), bar);
    }
    int first = cores.get(0);
    int second = cores.get(1);
    return pingPong(
        name,
        title,
        about,
        List.of(ours(flags, first, second), c(how, first, second), python(first, second)),
        bar);
  }

  private static Scenario pingPong(
      String name, String title, String about, List<Contestant> contestants, Bar bar) {
    return new Scenario(
        name,
        title,
        "A round trip is two hand-overs, and the clock read once. " + about,
        contestants,
        List.of(new Metric("round-trip", "", Unit.ROUND_TRIP, List.of(bar))));
  }

  private Contestant ours(List<String> flags, int first, int second) {
    return commands.java(
        OURS, flags, PingPong.class, sizes.warmupTrips(), sizes.trips(), first, second);
  }

  private Contestant c(String how, int first, int second) {
    return commands.c(C, "pingpong", how, sizes.warmupTrips(), sizes.trips(), first, second);
  }

  private Contestant python(int first, int second) {
    return commands.python(
        PYTHON, "pingpong.py", sizes.warmupTrips(), sizes.trips(), first, second);
  }

  private Scenario death() {
    return new Scenario(
        "death",
        "A holder is killed",
        "From the call that kills. C: `pthread_mutex_lock` of a robust mutex returns in another"
            + " process; its victim is a small process, ours a JVM.",
        List.of(
            commands.java(
                OURS, List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), Deaths.class, killsPerRound),
            commands.c(C, "death", killsPerRound)),
        List.of(
            new Metric("listener", "a listener is told", Unit.DEATH, deathBars()),
            new Metric("waiter", "a waiter in another process has it", Unit.DEATH, deathBars())));
  }

  private static List<Bar> deathBars() {
    return List.of(new Bar.Percentile99(OURS, 5_000_000));
  }
}
