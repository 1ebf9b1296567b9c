package orchestrate.benchmarks.primitives;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code queues}: queues, rings and channels, by themselves and between processes. */
public final class Queues {
  private static final String OURS = "orchestrate";
  private static final String C = "C";
  private static final String PYTHON = "Python";
  private static final int PYTHON_PASSES = 2;

  private final Commands commands;
  private final Sizes sizes;

  public Queues(Effort effort) {
    this.commands = new Commands(effort.home());
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    return new Suite("queues", "Queues", List.of(alone(), queue(1, 1), queue(2, 2)));
  }

  private Scenario alone() {
    return new Scenario(
        "queue-alone",
        "Nobody else is there",
        "One thread puts an element of 64 bytes and takes it. Samples are means of many. By JMH.",
        List.of(
            commands.java(
                OURS,
                UncontendedMain.FLAGS,
                UncontendedMain.class,
                UncontendedQueues.class.getName(),
                sizes.iterations(),
                sizes.iterationMillis())),
        List.of(
            new Metric("ring", "MessageRing", Unit.OPERATION, List.of()),
            new Metric("queue", "SharedQueue", Unit.OPERATION, List.of()),
            new Metric("channel", "SharedChannel", Unit.OPERATION, List.of())));
  }

  private Scenario queue(int producers, int consumers) {
    int passes = sizes.passes();
    List<Contestant> contestants = new ArrayList<>();
    Arrays.stream(QueueKind.values())
        .filter(kind -> kind.allows(producers, consumers))
        .map(
            kind ->
                commands.java(
                    kind.title(),
                    kind.flags(),
                    QueueMain.class,
                    kind,
                    producers,
                    consumers,
                    sizes.elements(),
                    passes,
                    passes))
        .forEach(contestants::add);
    contestants.add(commands.c(C, "queue", producers, consumers, sizes.elements(), passes, passes));
    contestants.add(
        commands.python(
            PYTHON,
            "queue_between_processes.py",
            producers,
            consumers,
            sizes.elements(),
            1,
            PYTHON_PASSES));
    List<Bar> bars =
        producers == 1 && consumers == 1
            ? Arrays.stream(QueueKind.values()).flatMap(kind -> kind.bar().stream()).toList()
            : List.of();
    return new Scenario(
        "queue-%d-%d".formatted(producers, consumers),
        "Queue from %d to %d processes".formatted(producers, consumers),
        "Elements of 64 bytes, room for 1024. C: a ring guarded by a robust mutex and two `sem_t`."
            + " Python: `multiprocessing.Queue`.",
        contestants,
        List.of(new Metric("element", "", Unit.ELEMENT, bars)));
  }
}
