package orchestrate.benchmarks.engine;

import java.nio.file.Path;
import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Unit;

/**
 * The scenarios of the suite {@code engine}: who takes part, and what ours are to reach. Here, and
 * nowhere else, contestants are added.
 */
public final class Engine {
  private static final String OURS = "orchestrate";
  private static final String XARGS = "xargs";
  private static final String PARALLEL = "GNU parallel";
  private static final String MAKE = "make";
  private static final String NINJA = "ninja";
  private static final String SNAKEMAKE = "Snakemake";
  private static final String FORK_JOIN = "fork-join pool";
  private static final String PROCESS_POOL = "ProcessPoolExecutor";
  private static final String WHOLE = "whole";
  private static final String STARTED = "started";

  private final Path home;
  private final Commands commands;
  private final Sizes sizes;
  private final int killsPerRound;

  /**
   * @param home the project's folder
   * @param smoke so little work that the figures mean nothing
   */
  public Engine(Path home, boolean smoke, int killsPerRound) {
    this.home = home;
    this.commands = new Commands(home);
    this.sizes = smoke ? Sizes.SMOKE : Sizes.FULL;
    this.killsPerRound = killsPerRound;
  }

  public List<Scenario> scenarios() {
    return List.of(
        list(),
        string(),
        one(),
        noop(),
        javaTasks(),
        hashInJava(),
        hashByCommand(),
        idle(),
        kills(),
        plan(1),
        plan(10),
        plan(100),
        planItems());
  }

  private Scenario list() {
    return new Scenario(
        "list",
        "%,d commands without a shell".formatted(sizes.commands()),
        "`true`, as many at a time as there are cores; the time of the whole run, start-up"
            + " included, divided by the number of commands. Ours with logs, journal and progress.",
        List.of(
            timed(OURS, Work.ORCHESTRATE_LIST, sizes.commands()),
            timed(XARGS, Work.XARGS_LIST, sizes.commands()),
            timed(PARALLEL, Work.PARALLEL_LIST, sizes.commands())),
        List.of(
            new Metric(
                WHOLE,
                "",
                Unit.TASK,
                List.of(new Bar.TimesPeer(OURS, XARGS, 1), new Bar.TimesPeer(OURS, PARALLEL, 0.5))),
            new Metric(STARTED, "by our own clock", Unit.TASK, List.of())));
  }

  private Scenario string() {
    return new Scenario(
        "string",
        "%,d commands by a shell".formatted(sizes.commands()),
        "`true; true`, for which make needs a shell, too; measured as `list`.",
        List.of(
            timed(OURS, Work.ORCHESTRATE_STRING, sizes.commands()),
            timed(MAKE, Work.MAKE_STRING, sizes.commands()),
            timed(NINJA, Work.NINJA_STRING, sizes.commands())),
        List.of(
            new Metric(
                WHOLE,
                "",
                Unit.TASK,
                List.of(new Bar.TimesPeer(OURS, MAKE, 1), new Bar.TimesPeer(OURS, NINJA, 1))),
            new Metric(STARTED, "by our own clock", Unit.TASK, List.of())));
  }

  private Scenario one() {
    return new Scenario(
        "one",
        "A single command",
        "From start to end, when it has been run before.",
        List.of(
            timed(OURS, Work.ORCHESTRATE_ONE, 1),
            timed(PARALLEL, Work.PARALLEL_ONE, 1),
            timed(SNAKEMAKE, Work.SNAKEMAKE_ONE, 1)),
        List.of(new Metric(WHOLE, "", Unit.RUN, List.of(new Bar.Median(OURS, 300e6)))));
  }

  private Scenario noop() {
    return new Scenario(
        "no-op",
        "%,d Java tasks that do nothing".formatted(sizes.noops()),
        "One fan-out in a job file; the time of a run divided by the number of items. No heap may"
            + " be larger than 256 MB; the peak is the coordinator's resident memory.",
        List.of(timed(OURS, Work.ORCHESTRATE_NOOP, sizes.noops())),
        List.of(
            new Metric(WHOLE, "with start-up", Unit.TASK, List.of()),
            new Metric(STARTED, "after start-up", Unit.TASK, List.of(new Bar.Median(OURS, 2_000))),
            new Metric(Timed.PEAK, "memory", Unit.MEMORY, List.of())));
  }

  private Scenario javaTasks() {
    int workers = Runtime.getRuntime().availableProcessors();
    return new Scenario(
        "java-tasks",
        "Java tasks that do nothing, in warm workers",
        "From the submission of a task to the pool of workers until its end is told: one at a time"
            + " in one worker, and in a stream to as many workers as there are cores.",
        List.of(
            commands.java(
                OURS, List.of(), JavaTasks.class, sizes.poolTasks(), sizes.streamed(), workers),
            commands.python(
                PROCESS_POOL, "pool.py", sizes.poolTasks(), sizes.poolTasks(), workers)),
        List.of(
            new Metric(
                "round-trip",
                "alone",
                Unit.ROUND_TRIP,
                List.of(new Bar.Median(OURS, 15e3), new Bar.Percentile99(OURS, 100e3))),
            new Metric(
                "streamed",
                "in a stream",
                Unit.TASK,
                List.of(new Bar.Median(OURS, 2_000))))); // 500,000 a second
  }

  private Scenario hashInJava() {
    return hash(
        "hash-java",
        "in Java",
        "The same code in a fork-join pool of one JVM.",
        timed(OURS, Work.ORCHESTRATE_HASH_JAVA, sizes.files()),
        timed(FORK_JOIN, Work.FORK_JOIN_HASH, sizes.files()));
  }

  private Scenario hashByCommand() {
    return hash(
        "hash-command",
        "by sha256sum",
        "A process for each file.",
        timed(OURS, Work.ORCHESTRATE_HASH_COMMAND, sizes.files()),
        timed(XARGS, Work.XARGS_HASH_COMMAND, sizes.files()));
  }

  private Scenario hash(String name, String how, String about, Contestant ours, Contestant peer) {
    return new Scenario(
        name,
        "SHA-256 of %,d files %s".formatted(sizes.files(), how),
        about + " Files of %,d bytes, in memory; start-up included.".formatted(sizes.fileBytes()),
        List.of(ours, peer),
        // An efficiency of 97 %.
        List.of(
            new Metric(
                WHOLE, "", Unit.TASK, List.of(new Bar.TimesPeer(OURS, peer.name(), 1 / 0.97)))));
  }

  private Scenario idle() {
    List<Bar> bars = List.of(new Bar.Median(OURS, 45 << 20));
    return new Scenario(
        "idle",
        "An idle worker",
        "Its resident memory, shared pages included, after its first task.",
        List.of(commands.java(OURS, List.of(), IdleMemory.class, home)),
        List.of(
            new Metric("commands", "for commands", Unit.MEMORY, bars),
            new Metric("java", "for Java tasks", Unit.MEMORY, bars)));
  }

  private Scenario kills() {
    List<Bar> bars = List.of(new Bar.Maximum(OURS, 0));
    return new Scenario(
        "kills",
        "Processes left a second after a SIGKILL",
        "At a random moment of the first two seconds; tasks ignore TERM and start others in"
            + " sessions of their own.",
        List.of(commands.java(OURS, List.of(), Kills.class, home, killsPerRound)),
        List.of(
            new Metric("WORKER", "of a worker: what it ran", Unit.PROCESSES, bars),
            new Metric("COORDINATOR", "of the coordinator: all", Unit.PROCESSES, bars),
            new Metric("BOTH", "of both: all", Unit.PROCESSES, bars)));
  }

  /**
   * @param part of the tasks, so that one can see how the time grows
   */
  private Scenario plan(int part) {
    int tasks = sizes.planned() / part;
    return new Scenario(
        "plan-" + tasks,
        "A plan of %,d tasks".formatted(tasks),
        "`orchestrate plan` of as many tasks in one file, each of which needs another; the peer's is"
            + " `ninja -n`.",
        List.of(timed(OURS, Work.ORCHESTRATE_PLAN, tasks), timed(NINJA, Work.NINJA_PLAN, tasks)),
        planned(tasks));
  }

  private Scenario planItems() {
    return new Scenario(
        "plan-items",
        "A plan of %,d items".formatted(sizes.noops()),
        "`orchestrate plan` of one fan-out.",
        List.of(timed(OURS, Work.ORCHESTRATE_PLAN_ITEMS, sizes.noops())),
        planned(sizes.noops()));
  }

  private static List<Metric> planned(int tasks) {
    return List.of(
        new Metric(WHOLE, "", Unit.TASK, List.of(new Bar.Median(OURS, 2e9 / tasks))),
        new Metric(Timed.PEAK, "memory", Unit.MEMORY, List.of(new Bar.Median(OURS, 512 << 20))));
  }

  private Contestant timed(String name, Work work, int tasks) {
    Object[] arguments = {
      home,
      work,
      tasks,
      tasks == 1 ? sizes.shortTimes() : 1,
      work.needsData() ? sizes.fileBytes() : 0
    };
    return switch (work.program()) {
      case "orchestrate" -> commands.java(name, List.of(), Timed.class, arguments);
      case "java" -> commands.javaPeer(name, Timed.class, arguments);
      case String installed -> commands.driven(name, installed, Timed.class, arguments);
    };
  }
}
