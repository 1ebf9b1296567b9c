package orchestrate.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * Measures what the coordinator's own thread takes for an attempt, and what else there is of the
 * process. Arguments: what to measure, lanes, items, how often, how long an attempt takes in
 * nanoseconds.
 *
 * <p>What a run takes that has one item is measured first, and subtracted.
 */
final class ScaleMain {
  static final String LOOP = "loop";
  static final String TASK = "task";
  static final String SLEEPS = "sleeps";
  static final String JOURNAL = "journal";
  static final String DESCRIPTORS = "descriptors";
  static final String THREADS = "threads";
  static final String SHARED = "shared";
  static final String HEAP = "heap";

  /** What is measured. */
  enum What {
    COST,
    RANGE_HEAP,
    LINES_HEAP
  }

  /** How many items a loop is warm after. */
  private static final int WARM = 300_000;

  private static final int EMPTY_RUNS = 5;

  /** Enough to look at a run meanwhile. */
  private static final int FEW = 50_000;

  private static final int FEW_SLOW = 20;

  private final Path folder;
  private final int lanes;
  private final int items;
  private final FakeStarter starter;

  private ScaleMain(Path folder, int lanes, int items, FakeStarter starter) {
    this.folder = folder;
    this.lanes = lanes;
    this.items = items;
    this.starter = starter;
  }

  public static void main(String[] arguments) throws IOException {
    What what = What.valueOf(arguments[0]);
    int lanes = Integer.parseInt(arguments[1]);
    int items = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    long nanos = Long.parseLong(arguments[4]);
    try (SharedFolder shared = SharedFolder.given();
        FakeStarter starter = new FakeStarter(nanos)) {
      Path folder = Files.createDirectory(shared.path().resolve("job"));
      var main = new ScaleMain(folder, lanes, items, starter);
      switch (what) {
        case COST -> main.measureCost(times, nanos > 0);
        case RANGE_HEAP, LINES_HEAP -> main.measureHeap(what);
      }
    }
    Output.flush();
    System.exit(0);
  }

  private SimulatedRun runWith(int inParallel) {
    return new SimulatedRun(folder, inParallel, starter);
  }

  private void measureCost(int times, boolean slow) throws IOException {
    // First: for a minute each process that has ended leaves a thread.
    SimulatedRun.Cost alone = runWith(1).ofRange(Math.min(items, slow ? FEW_SLOW : FEW), false);
    SimulatedRun run = runWith(lanes);
    run.ofRange(slow ? items : Math.min(WARM, 30L * items), false);
    SimulatedRun.Cost empty = mean(run, 1, Math.min(EMPTY_RUNS, Math.max(1, items / 1_000)));
    SimulatedRun.Cost all = mean(run, items, times);
    Output.sample(LOOP, Math.max(0, all.wholeNanos() - empty.wholeNanos()) / (double) items);
    Output.sample(TASK, all.taskNanos() / (double) items);
    Output.sample(SLEEPS, 1000.0 * Math.max(0, all.sleeps() - empty.sleeps()) / items);
    Output.sample(JOURNAL, Math.max(0, all.journalBytes() - empty.journalBytes()) / (double) items);
    Output.sample(SHARED, (double) starter.sharedBytes());
    if (lanes > 1) {
      Peaks many = all.peaks();
      Peaks one = alone.peaks();
      Output.sample(
          DESCRIPTORS, Math.max(0, many.descriptors() - one.descriptors()) / (lanes - 1.0));
      Output.sample(THREADS, Math.max(0, many.threads() - one.threads()) / (lanes - 1.0));
    }
  }

  private static SimulatedRun.Cost mean(SimulatedRun run, int items, int times) throws IOException {
    long whole = 0;
    long task = 0;
    long sleeps = 0;
    long journal = 0;
    Peaks peaks = Peaks.NONE;
    for (int i = 0; i < times; i++) {
      SimulatedRun.Cost cost = run.ofRange(items, false);
      whole += cost.wholeNanos();
      task += cost.taskNanos();
      sleeps += cost.sleeps();
      journal += cost.journalBytes();
      peaks = peaks.or(cost.peaks());
    }
    return new SimulatedRun.Cost(
        whole / times, task / times, sleeps / times, journal / times, peaks);
  }

  /** By the difference to a tenth of the items, whose peak has all else in it. */
  private void measureHeap(What what) throws IOException {
    long few = heap(what, items / 10);
    long many = heap(what, items);
    Output.sample(HEAP, Math.max(0, many - few) / (0.9 * items));
  }

  private long heap(What what, int count) throws IOException {
    SimulatedRun run = runWith(lanes);
    SimulatedRun.Cost cost =
        what == What.LINES_HEAP ? run.ofLines(count, true) : run.ofRange(count, true);
    return cost.peaks().heapBytes();
  }
}
