package orchestrate.benchmarks.journal;

import java.nio.file.Path;
import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The scenarios of the suite {@code journal}, and what is to be reached. */
public final class Journaling {
  private static final String OURS = "orchestrate";
  private static final int TASKS = 1_000_000;
  private static final int APPENDS = 100_000;

  private final Path home;
  private final int part;

  public Journaling(Effort effort) {
    this.home = effort.home();
    this.part = effort.smoke() ? 1000 : 1;
  }

  public Suite suite() {
    return new Suite("journal", "The journal", scenarios());
  }

  private List<Scenario> scenarios() {
    int tasks = TASKS / part;
    int appends = APPENDS / part;
    return List.of(
        new Scenario(
            "journal",
            "The journal of %,d tasks".formatted(tasks),
            "Each task begins and ends well, and both are one document, as in a run that does one"
                + " thing at a time; where several begin and end in a turn, a document has more of"
                + " them. An append is timed when as many have warmed up. The replay is the first"
                + " of its process.",
            List.of(
                new Commands(home)
                    .java(
                        OURS,
                        List.of("@" + home.resolve("config/coordinator.options")),
                        JournalMain.class,
                        appends,
                        tasks)),
            List.of(
                new Metric(
                    JournalMain.APPEND,
                    "to append a document",
                    Unit.APPEND,
                    List.of(new Bar.Median(OURS, 1e3), new Bar.Percentile99(OURS, 10e3))),
                new Metric(
                    JournalMain.SIZE,
                    "to keep a task",
                    Unit.BYTES,
                    List.of(new Bar.Median(OURS, 64))),
                new Metric(
                    JournalMain.REPLAY,
                    "to read it back",
                    Unit.WORK,
                    List.of(new Bar.Median(OURS, 5e9))))));
  }
}
