package orchestrate.coordinator.live;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.history.RunTally;
import orchestrate.coordinator.live.RunLoad.Load;
import orchestrate.coordinator.live.Snapshot.Group;
import orchestrate.ipc.os.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Shows in a terminal how the run of another process stands, and what there is in its shared
 * memory: the frame that the run itself shows in its own, and lines below it. Not thread-safe.
 */
public final class RunView implements AutoCloseable {
  private static final int MOST_GROUPS = 20;
  private static final int MOST_RUNNING = 10;

  private final String job;
  private final long began;
  private final RunTally tally;
  private final RunLoad loads;
  private final Frame frame;
  private @Nullable Screen screen;
  private @Nullable Load load;
  private long rateAt;
  private long endedThen;
  private double rate;

  /**
   * @param began in milliseconds since 1970
   * @param tally of the run, which is up to date whenever something is asked of this
   * @param unicode whether the terminal can show more than ASCII
   */
  public RunView(
      String job, long began, int coordinator, RunTally tally, boolean coloured, boolean unicode) {
    this.job = job;
    this.began = began;
    this.tally = tally;
    this.loads = new RunLoad(coordinator);
    this.frame = new Frame(coloured, unicode);
  }

  /**
   * Looks at the machine. To be called now and then, the second time after a moment: it tells what
   * was used in between.
   */
  public void look() {
    load = loads.sample();
    long now = System.nanoTime();
    long ended = tally.instancesEnded();
    if (rateAt != 0) {
      rate = (ended - endedThen) * 1e9 / (now - rateAt);
    }
    rateAt = now;
    endedThen = ended;
  }

  /**
   * The lines.
   *
   * @param now in milliseconds since 1970
   * @param further to stand below, fit for a terminal; as many as there is room for
   */
  public List<String> lines(long now, List<String> further, Terminal.Size size) {
    var lines = new ArrayList<>(frame.paint(snapshot(now), List.of(), load, size));
    if (rate > 0) {
      lines.add("  rate      %.1f per second".formatted(rate));
    }
    lines.addAll(frame.plain(further, size));
    int room = Math.max(1, size.rows() - 2);
    return lines.size() <= room ? lines : lines.subList(0, room);
  }

  /** Draws these lines at the foot of standard output, which is a terminal. */
  public void draw(List<String> lines) throws IOException {
    if (screen == null) {
      screen =
          new Screen(new FileOutputStream(FileDescriptor.out), System.out.charset(), RunView::size);
    }
    screen.draw(lines);
  }

  /** That of the terminal, or what a terminal usually has. */
  public static Terminal.Size size() {
    return LiveDisplay.size();
  }

  /** Removes what was drawn. */
  @Override
  public void close() throws IOException {
    if (screen != null) {
      screen.end();
    }
  }

  private Snapshot snapshot(long now) {
    var longest = new Slowest(MOST_RUNNING);
    tally.running((name, since) -> longest.add(Math.max(0, now - since) * 1_000_000, () -> name));
    String halted = tally.stopReason();
    if (halted == null && tally.pausedBy() != null) {
      halted = "paused " + tally.pausedBy();
    }
    return new Snapshot(
        job,
        now - began,
        halted,
        (int) tally.ended(),
        (int) tally.tasks().count(),
        tally.tasks().mapToLong(RunTally.Task::bad).sum(),
        null,
        groups(),
        longest.list(),
        tally.runningCount(),
        List.of(),
        List.of());
  }

  private List<Group> groups() {
    return tally
        .tasks()
        .filter(task -> task.isFanOut() && task.hasBegun() && task.ending() == null)
        .limit(MOST_GROUPS)
        .map(
            task ->
                new Group(
                    task.name(), task.good() + task.bad(), task.instances(), task.bad(), null))
        .toList();
  }
}
