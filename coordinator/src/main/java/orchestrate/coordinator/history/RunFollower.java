package orchestrate.coordinator.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import orchestrate.coordinator.history.LogPrinter.Printing;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.worker.protocol.LogFiles;
import org.jspecify.annotations.Nullable;

/**
 * Prints what tasks of a run print that goes on in another process, from the first attempt on,
 * until they or the run have ended. Which attempts there are, and that they have ended, its journal
 * says.
 */
public final class RunFollower {
  /** As often as a run looks at the logs that it shows: nobody is told that a file has grown. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final RunFolder folder;
  private final Beginning run;
  private final LogTarget target;
  private final LogPrinter printer;
  private final List<Live> live = new ArrayList<>();
  private List<Beginning.Task> tasks = List.of();
  private boolean over;

  /** An attempt whose log may still grow. */
  private record Live(RunEvent.AttemptStarted attempt, Printing printing) {
    boolean is(int task, long instance, int number) {
      return attempt.task() == task
          && attempt.instance() == instance
          && attempt.attempt() == number;
    }
  }

  public RunFollower(RunFolder folder, Beginning run, LogTarget target, LogPrinter printer) {
    this.folder = folder;
    this.run = run;
    this.target = target;
    this.printer = printer;
  }

  /**
   * Returns when all is printed.
   *
   * @throws IOException also if the run's journal can't be read although it has ended
   */
  public void follow() throws IOException, InterruptedException {
    tasks = Beginning.readFirst(folder.path()).tasks();
    try (var journal = new JournalReader(folder.path())) {
      @Nullable String damage = null;
      while (!over) {
        boolean gone = !run.isUnderWay(); // Before what it has left is read.
        damage = journal.read(this::accept).damage();
        over |= gone;
        if (look() && !over) {
          Thread.sleep(LOOK_EVERY);
        }
      }
      finish();
      if (damage != null) {
        throw new IOException(
            "the journal of run %s can't be read to its end, so not all could be followed (%s);"
                    .formatted(folder.id(), damage)
                + " without -f the logs that there are are printed");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      for (Live one : live) {
        one.printing.close();
      }
    }
  }

  private void accept(RunEvent event) {
    switch (event) {
      case RunEvent.AttemptStarted e -> started(e);
      case RunEvent.AttemptEnded e -> ended(e);
      case RunEvent.TaskEnded e -> over |= target.task() != null && isMeant(e.task());
      case RunEvent.RunEnded _ -> over = true;
      case RunEvent.RunResumed _ -> resumed();
      case RunEvent.JobChanged e -> tasks = e.tasks().stream().map(this::task).toList();
      case RunEvent.RunStarted _,
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
          RunEvent.CancelRequested _ -> {}
    }
  }

  /** It goes on after all, and what was under way begins again, with another log. */
  private void resumed() {
    over = false;
    live.forEach(
        one -> {
          try {
            one.printing.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    live.clear();
  }

  private Beginning.Task task(String name) {
    return run.tasks().stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElse(new Beginning.Task(name, false));
  }

  private void started(RunEvent.AttemptStarted event) {
    // One whose worker was killed for another's sake starts again, and goes on with its log.
    boolean again =
        live.stream().anyMatch(one -> one.is(event.task(), event.instance(), event.attempt()));
    if (!again && isMeant(event.task(), event.instance(), event.attempt())) {
      Beginning.Task task = tasks.get(event.task());
      Path log =
          LogFiles.of(folder.path())
              .of(task.name(), event.instance(), event.attempt(), task.fanOut());
      String name = task.fanOut() ? task.name() + "[" + event.instance() + "]" : task.name();
      live.add(new Live(event, printer.begin(name, log)));
    }
  }

  private void ended(RunEvent.AttemptEnded event) {
    if (!isMeant(event.task(), event.instance(), event.attempt())) {
      return;
    }
    for (Iterator<Live> each = live.iterator(); each.hasNext(); ) {
      Live one = each.next();
      if (one.is(event.task(), event.instance(), event.attempt())) {
        each.remove();
        finish(one);
        break;
      }
    }
    over |=
        target.isOne(tasks.get(event.task()).fanOut())
            && (target.attempt() != null || !event.again());
  }

  private boolean isMeant(int task) {
    return task < tasks.size() && target.isOf(tasks.get(task).name());
  }

  private boolean isMeant(int task, long instance, int attempt) {
    return isMeant(task)
        && target.has(tasks.get(task).fanOut() ? Long.valueOf(instance) : null, attempt);
  }

  /** Prints a piece of each; returns whether that was all there is. */
  private boolean look() throws IOException {
    boolean all = true;
    for (Live one : live) {
      all &= one.printing.read();
    }
    printer.out().flush();
    return all;
  }

  /** Of what was killed nobody tells that it has ended. */
  private void finish() throws IOException {
    live.forEach(RunFollower::finish);
    live.clear();
    printer.out().flush();
  }

  private static void finish(Live one) {
    try (Printing printing = one.printing) {
      while (!printing.read()) {
        // A piece each time.
      }
      printing.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
