package orchestrate.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/**
 * The suite {@code scale}: how the coordinator does with more lanes, and with more items, than this
 * machine could serve.
 */
public final class Scale {
  private static final String RANGE = "a range";
  private static final String LINES = "lines of a file";
  private static final int SLOW_NANOS = 10_000_000;

  private final Effort effort;
  private final Commands commands;
  private final int[] laneCounts;
  private final int items;

  public Scale(Effort effort) {
    this.effort = effort;
    this.commands = new Commands(effort.home());
    this.laneCounts = effort.smoke() ? new int[] {2, 3} : new int[] {2, 16, 64, 256};
    this.items = effort.smoke() ? 1_000 : 1_000_000;
  }

  public Suite suite() {
    return new Suite(
        "scale",
        "Scale, with workers that answer at once",
        List.of(lanes(), slow(), fanOut(), memory()));
  }

  private static String lanes(int count) {
    return count + " lanes";
  }

  private static String items(int count) {
    return "%,d items".formatted(count);
  }

  private int most() {
    return laneCounts[laneCounts.length - 1];
  }

  private Scenario lanes() {
    return new Scenario(
        "lanes",
        "More lanes, tasks that do nothing",
        "A fan-out of %,d in a coordinator that is real but for its workers: another process answers"
                .formatted(items)
            + " for all of them, at once, with a thread for each lane. Of the processor's time that"
            + " of the run's thread is told, when the code is warm; the time that passes depends on"
            + " how many cores there are for the answers.",
        IntStream.of(laneCounts)
            .mapToObj(count -> cost(count == laneCounts[0], lanes(count), count, items, 1))
            .toList(),
        List.of(
            new Metric(
                ScaleMain.LOOP,
                "the loop's time",
                Unit.TASK,
                List.of(
                    new Bar.Median(lanes(laneCounts[1]), 1e3),
                    new Bar.TimesPeer(lanes(most()), lanes(laneCounts[0]), 2))),
            new Metric(ScaleMain.TASK, "as time passes", Unit.TASK, List.of()),
            new Metric(ScaleMain.JOURNAL, "of the journal", Unit.BYTES, List.of()),
            new Metric(ScaleMain.DESCRIPTORS, "files open for a lane more", Unit.NUMBER, List.of()),
            new Metric(ScaleMain.THREADS, "threads for a lane more", Unit.NUMBER, List.of()),
            new Metric(ScaleMain.SHARED, "shared memory of a lane", Unit.BYTES, List.of())),
        1);
  }

  private Scenario slow() {
    int slow = items / 20;
    return new Scenario(
        "lanes-slow",
        "More lanes, tasks of 10 ms",
        "The same of %,d that take 10 ms, asleep: none waits behind another, so for each the loop is"
                .formatted(slow)
            + " woken, and wakes one.",
        IntStream.of(laneCounts).skip(1).mapToObj(count -> slow(count, slow)).toList(),
        List.of(
            new Metric(ScaleMain.LOOP, "the loop's time", Unit.TASK, List.of()),
            new Metric(
                ScaleMain.SLEEPS, "sleeps of the loop for 1,000 tasks", Unit.NUMBER, List.of())),
        1);
  }

  private Scenario fanOut() {
    List<Contestant> contestants = new ArrayList<>();
    for (int part : effort.smoke() ? new int[] {100} : new int[] {100, 10, 1}) {
      contestants.add(cost(part == 100, items(items / part), 2, items / part, Math.min(part, 20)));
    }
    if (!effort.smoke()) {
      contestants.add(cost(false, items(10 * items), 2, 10 * items, 1));
    }
    return new Scenario(
        "fan-outs",
        "Longer fan-outs",
        "As `lanes`, with two of them; what a run of one item takes is subtracted.",
        contestants,
        List.of(
            new Metric(
                ScaleMain.LOOP,
                "the loop's time",
                Unit.TASK,
                List.of(new Bar.TimesPeer(items(items), items(items / 100), 1.1))),
            new Metric(ScaleMain.JOURNAL, "of the journal", Unit.BYTES, List.of())),
        1);
  }

  private Scenario memory() {
    return new Scenario(
        "live-memory",
        "What the coordinator keeps of an item",
        "The peak of what its heap has in use when it has been collected, every 50 ms, with %,d items"
                .formatted(items)
            + " and with a tenth of them. A line has sixteen characters, which count.",
        List.of(
            main(RANGE, ScaleMain.What.RANGE_HEAP, 2, items, 1, 0),
            main(LINES, ScaleMain.What.LINES_HEAP, 2, items, 1, 0)),
        List.of(
            new Metric(
                ScaleMain.HEAP,
                "an item more",
                Unit.BYTES,
                List.of(new Bar.Median(RANGE, 32), new Bar.Median(LINES, 32)))));
  }

  private Contestant slow(int lanes, int count) {
    return main(lanes(lanes), ScaleMain.What.COST, lanes, count, 1, SLOW_NANOS);
  }

  /**
   * @param compared whether others are to be compared with it
   */
  private Contestant cost(boolean compared, String name, int lanes, int count, int times) {
    Contestant ours = main(name, ScaleMain.What.COST, lanes, count, times, 0);
    return compared && ours instanceof Contestant.Program(_, _, List<String> command)
        ? new Contestant.Program(name, false, command)
        : ours;
  }

  private Contestant main(
      String name, ScaleMain.What what, int lanes, int count, int times, int nanos) {
    return commands.java(
        name,
        List.of("@" + effort.home().resolve("config/coordinator.options")),
        ScaleMain.class,
        what,
        lanes,
        count,
        times,
        nanos);
  }
}
