package orchestrate.benchmarks.library;

import java.util.ArrayList;
import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The scenarios of the suite {@code library}, and what is to be reached. */
public final class Library {
  static final String CALLS = "calls";
  static final String MAP = "map";
  static final String FIRST = "first";
  static final String LARGE = "large";
  static final String THREADS = "threads";
  static final String ROUND_TRIP = "round-trip";
  static final String STREAMED = "streamed";
  static final String ITEM = "item";

  private static final String OURS = "ProcessPool";
  private static final String EXECUTOR = "Python ProcessPoolExecutor";
  private static final String POOL = "Python multiprocessing.Pool";
  private static final String JOBLIB = "joblib";
  private static final int WORKERS = 2;
  private static final int NUMBER_OF_CALLS = 20_000;
  private static final int ITEMS = 1_000_000;
  private static final int BYTES = 100_000_000;

  private final Commands commands;
  private final int part;

  public Library(Effort effort) {
    this.commands = new Commands(effort.home());
    this.part = effort.smoke() ? 100 : 1;
  }

  public Suite suite() {
    return new Suite("library", "The library: pools of processes", scenarios());
  }

  private List<Scenario> scenarios() {
    int calls = NUMBER_OF_CALLS / part;
    int items = ITEMS / part;
    int bytes = BYTES / part;
    var callers = new ArrayList<>(contestants(CALLS, calls, EXECUTOR, POOL));
    callers.add(commands.javaPeer("Java threads", PoolMain.class, THREADS, calls, WORKERS));
    return List.of(
        new Scenario(
            CALLS,
            "Calls of a function that does next to nothing",
            "%,d calls that take a number and return its square, each waited for; then as many at once, as a mean. As many warm up before. %d workers."
                .formatted(calls, WORKERS),
            callers,
            List.of(
                new Metric(
                    ROUND_TRIP,
                    "from the submission until the result is there",
                    Unit.ROUND_TRIP,
                    List.of(new Bar.Median(OURS, 20e3))),
                new Metric(STREAMED, "a call of many", Unit.TASK, List.of()))),
        new Scenario(
            MAP,
            "A map over %,d numbers".formatted(items),
            "Squares of numbers, in order, in chunks as each tool chooses them; ProcessPoolExecutor, which chooses 1, gets 10,000. Five times after five to warm up. %d workers."
                .formatted(WORKERS),
            contestants(MAP, items, EXECUTOR, POOL, JOBLIB),
            List.of(
                new Metric(ITEM, "items", Unit.ELEMENT, List.of(new Bar.Median(OURS, 1e9 / 5e6))))),
        new Scenario(
            FIRST,
            "The first result of a fresh pool",
            "From the making of the pool, in a process that has done nothing else.",
            contestants(FIRST, 1, EXECUTOR, POOL, JOBLIB),
            List.of(
                new Metric(
                    FIRST, "until it is there", Unit.RUN, List.of(new Bar.Median(OURS, 250e6))))),
        new Scenario(
            LARGE,
            "A result of %,d bytes".formatted(bytes),
            "An array of bytes, from the submission until it is there; five times after five to warm up.",
            contestants(LARGE, bytes, EXECUTOR, POOL),
            List.of(
                new Metric(
                    LARGE,
                    "until it is there",
                    Unit.RUN,
                    List.of(new Bar.Median(OURS, BYTES / 1.5))))));
  }

  private List<Contestant> contestants(String what, int amount, String... peers) {
    var all = new ArrayList<Contestant>();
    all.add(commands.java(OURS, List.of(), PoolMain.class, what, amount, WORKERS));
    for (String peer : peers) {
      all.add(
          peer.equals(JOBLIB)
              ? commands.python(peer, List.of("joblib"), "library.py", peer, what, amount, WORKERS)
              : commands.python(peer, "library.py", peer, what, amount, WORKERS));
    }
    return all;
  }
}
