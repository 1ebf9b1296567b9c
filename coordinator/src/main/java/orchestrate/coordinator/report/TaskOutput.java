package orchestrate.coordinator.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import orchestrate.config.OutputMode;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;
import org.jspecify.annotations.Nullable;

/**
 * Shows what tasks print whose {@code output} is {@code prefix}, {@code stream} or {@code
 * keep-order}. It reads the logs as they grow, a bounded piece at each turn, so that a flood of one
 * task holds up nobody.
 */
public final class TaskOutput implements Consumer<RunEvent> {
  private static final long BYTES_A_TURN = 1 << 18;
  private static final String CAN_NOT_READ = "can't read the log of a task";

  private final RunSummary summary;
  private final RunFiles files;
  private final PrintStream out;
  private final List<Live> live = new ArrayList<>();
  private final List<OrderedOutput> ordered = new ArrayList<>();

  /** An attempt whose lines are shown at once. */
  private static final class Live {
    final RunEvent.AttemptStarted attempt;
    final LogFollower follower;
    final Consumer<String> show;
    boolean ended;

    Live(RunEvent.AttemptStarted attempt, LogFollower follower, Consumer<String> show) {
      this.attempt = attempt;
      this.follower = follower;
      this.show = show;
    }

    boolean isThatOf(RunEvent.AttemptEnded event) {
      return attempt.task() == event.task()
          && attempt.instance() == event.instance()
          && attempt.attempt() == event.attempt();
    }
  }

  public TaskOutput(RunSummary summary, RunFiles files, PrintStream out) {
    this.summary = summary;
    this.files = files;
    this.out = out;
    summary.tasks().forEach(task -> ordered.add(new OrderedOutput(out::println)));
  }

  /** Whether there is anything to do at {@link #tick}. */
  public boolean isWanted() {
    return summary.tasks().stream().anyMatch(task -> isHere(task.task().spec().output()));
  }

  /** Whether the output is shown by this class. */
  static boolean isHere(OutputMode mode) {
    return switch (mode) {
      case NONE, GROUP -> false;
      case PREFIX, STREAM, KEEP_ORDER -> true;
    };
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.AttemptStarted e -> started(e);
      case RunEvent.AttemptEnded e -> ended(e);
      case RunEvent.RunStarted _,
          RunEvent.RunResumed _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.ItemsFound _,
          RunEvent.TurnCame _,
          RunEvent.TaskActivated _,
          RunEvent.RetryPlanned _,
          RunEvent.AttemptBegunAgain _,
          RunEvent.Warned _,
          RunEvent.ServiceReady _,
          RunEvent.OutOfDate _,
          RunEvent.ArtifactsKept _,
          RunEvent.Paused _,
          RunEvent.Unpaused _,
          RunEvent.Restricted _,
          RunEvent.WorkerRecycled _,
          RunEvent.SubtaskEnded _,
          RunEvent.SubtasksDone _,
          RunEvent.EventSet _,
          RunEvent.TaskEnded _,
          RunEvent.CancelRequested _,
          RunEvent.RunEnded _ -> {}
    }
  }

  /**
   * This happened before the run was resumed. What is shown in order is shown as a whole, as nobody
   * knows how far it was shown then.
   */
  public void recall(RunEvent event) {
    if (event instanceof RunEvent.AttemptEnded e && isInOrder(e)) {
      putInOrder(e);
    }
  }

  private void started(RunEvent.AttemptStarted event) {
    PlannedTask task = summary.tasks().get(event.task()).task();
    @Nullable Consumer<String> show =
        switch (task.spec().output()) {
          case NONE, GROUP, KEEP_ORDER -> null;
          case STREAM -> out::println;
          case PREFIX -> {
            String name = task.instanceName(event.instance());
            yield line -> out.println(name + " | " + line);
          }
        };
    if (show != null) {
      Path log = files.log(task, event.instance(), event.attempt());
      live.add(new Live(event, new LogFollower(log), show));
    }
  }

  private boolean isInOrder(RunEvent.AttemptEnded event) {
    return summary.tasks().get(event.task()).task().spec().output() == OutputMode.KEEP_ORDER;
  }

  private void putInOrder(RunEvent.AttemptEnded event) {
    PlannedTask task = summary.tasks().get(event.task()).task();
    if (!event.again() || event.outcome().isGood()) {
      ordered
          .get(event.task())
          .ended(event.instance(), files.log(task, event.instance(), event.attempt()));
    }
  }

  private void ended(RunEvent.AttemptEnded event) {
    if (isInOrder(event)) {
      putInOrder(event);
      tell(ordered.get(event.task()));
      return;
    }
    for (Live one : live) {
      if (one.isThatOf(event)) {
        one.ended = true;
        tick();
        return;
      }
    }
  }

  /** Shows what has come since the last time, up to a bound. To be called every now and then. */
  public void tick() {
    try {
      for (Iterator<Live> each = live.iterator(); each.hasNext(); ) {
        Live one = each.next();
        if (one.follower.read(BYTES_A_TURN, one.show) && one.ended) {
          one.follower.readRest(one.show);
          one.follower.close();
          each.remove();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(CAN_NOT_READ, e);
    }
    ordered.forEach(TaskOutput::tell);
  }

  private static void tell(OrderedOutput output) {
    try {
      output.tell(BYTES_A_TURN);
    } catch (IOException e) {
      throw new UncheckedIOException(CAN_NOT_READ, e);
    }
  }

  /** The run is over: shows all that is left. */
  public void finish() {
    live.forEach(one -> one.ended = true);
    ordered.forEach(OrderedOutput::finish);
    while (!live.isEmpty() || ordered.stream().anyMatch(OrderedOutput::hasMore)) {
      tick();
    }
  }
}
