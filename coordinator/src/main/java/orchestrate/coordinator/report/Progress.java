package orchestrate.coordinator.report;

import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import orchestrate.config.OutputMode;
import orchestrate.config.Printable;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;

/**
 * Tells of a run in plain lines while it goes on: a line when a task ends or an instance fails, the
 * last lines of what tasks print whose {@code output} is {@code group}, and every now and then how
 * far the others are.
 */
public final class Progress implements Consumer<RunEvent> {
  private static final int SHOWN_FAILURES = 10;

  private final RunSummary summary;
  private final RunFiles files;
  private final int threads;
  private final Manner manner;
  private final Colours colours;
  private final PrintStream out;
  private final OutputEnd output;
  private final int nameWidth;
  private int slots;

  /** Whether of any task more is known than that it is new here. */
  private boolean anythingIsKnown;

  private boolean newnessIsTold;

  /**
   * @param summary that has been told of each event before this
   * @param threads how many Java tasks share a slot
   */
  public Progress(RunSummary summary, RunFiles files, int threads, Manner manner, CiLog log) {
    this.summary = summary;
    this.files = files;
    this.threads = threads;
    this.manner = manner;
    this.colours = manner.colours();
    this.out = log.out();
    this.output = new OutputEnd(summary, files, colours, log);
    this.nameWidth =
        summary.tasks().stream().mapToInt(task -> task.task().name().length()).max().orElse(0);
  }

  /**
   * The run goes on, and the summary knows what it has come to so far.
   *
   * @param again how many attempts begin again
   */
  public void resumed(String runId, int slotsNow, int again) {
    slots = slotsNow;
    long done = summary.tasks().stream().mapToLong(TaskSummary::done).sum();
    long known = summary.tasks().stream().mapToLong(Progress::instances).sum();
    out.println(
        "resuming %s: %,d of %,d done%s, %d at a time; files in %s"
            .formatted(
                runId,
                done,
                known,
                again == 0 ? "" : ", %,d %s again".formatted(again, again == 1 ? "runs" : "run"),
                slots,
                files.shown(files.folder())));
  }

  /** As far as that is known. */
  private static long instances(TaskSummary task) {
    return Math.max(task.count(), task.task().spec().instances().orElse(1));
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.RunStarted e -> runStarted(e);
      case RunEvent.RunResumed e -> {}
      case RunEvent.JobChanged e -> {}
      case RunEvent.FailuresForgotten e -> {}
      case RunEvent.ItemsFound e -> {}
      case RunEvent.TurnCame e -> {}
      case RunEvent.TaskActivated e -> {}
      case RunEvent.AttemptStarted e -> attemptStarted(e);
      case RunEvent.AttemptEnded e -> attemptEnded(e);
      case RunEvent.RetryPlanned e -> {}
      case RunEvent.EventSet e -> {}
      case RunEvent.TaskEnded e -> taskEnded(summary.tasks().get(e.task()));
      case RunEvent.CancelRequested e -> cancelRequested(e);
      case RunEvent.RunEnded e -> {}
      case RunEvent.AttemptBegunAgain e -> begunAgain(e);
      case RunEvent.Warned e -> {}
      case RunEvent.ServiceReady e -> serviceReady(e);
      case RunEvent.ArtifactsKept e -> {}
      case RunEvent.OutOfDate e -> anythingIsKnown |= !isNew(e.because());
      case RunEvent.Paused e -> out.println("paused " + Printable.text(e.by()));
      case RunEvent.Unpaused e -> out.println("unpaused " + Printable.text(e.by()));
      case RunEvent.Restricted e ->
          out.println(colours.warning("warning:") + " " + Printable.text(e.why()));
      case RunEvent.WorkerRecycled e -> {
        if (!manner.isQuiet()) {
          out.printf("%s recycled: %s%n", e.worker(), e.because());
        }
      }
      case RunEvent.SubtaskEnded e -> subtaskEnded(e);
      case RunEvent.SubtasksDone e -> {}
    }
  }

  private void runStarted(RunEvent.RunStarted event) {
    slots = event.slots();
    if (!manner.isQuiet()) {
      out.printf(
          "%s: %s, %d at a time; files in %s%n",
          Printable.text(event.job()),
          Format.count(summary.tasks().size(), "task"),
          event.slots(),
          files.shown(files.folder()));
    }
  }

  private void attemptStarted(RunEvent.AttemptStarted event) {
    if (manner.isVerbose()) {
      PlannedTask task = summary.tasks().get(event.task()).task();
      line(task, begins(task, event.instance(), event.attempt()));
    }
  }

  private static String begins(PlannedTask task, long instance, int attempt) {
    String what = task.isFanOut() ? "item %d begins".formatted(instance) : "begins";
    return attempt == 1 ? what : "%s again, attempt %d".formatted(what, attempt);
  }

  private void serviceReady(RunEvent.ServiceReady event) {
    PlannedTask task = summary.tasks().get(event.task()).task();
    line(task, "ready (after %s)".formatted(Format.duration(event.nanos() / 1_000_000)));
  }

  private void subtaskEnded(RunEvent.SubtaskEnded event) {
    if (event.again()) {
      PlannedTask task = summary.tasks().get(event.task()).task();
      line(
          task,
          "attempt %d of subtask %s%s: %s; trying again"
              .formatted(
                  event.attempt(),
                  event.what(),
                  task.isFanOut() ? " of item " + event.instance() : "",
                  event.outcome().reason()));
    }
  }

  private void attemptEnded(RunEvent.AttemptEnded event) {
    PlannedTask task = summary.tasks().get(event.task()).task();
    if (event.outcome() instanceof Outcome.Succeeded) {
      if (manner.isVerbose() && task.isFanOut()) {
        String time = Format.duration(event.nanos() / 1_000_000);
        line(task, "item %d ok, %s".formatted(event.instance(), time));
      }
      if (task.spec().output() == OutputMode.GROUP && !manner.isQuiet()) {
        output.show(task, event);
      }
    } else if (event.isFinalFailure()) {
      showFailure(task, event);
    } else if (event.outcome() instanceof Outcome.Failure) {
      line(
          task,
          "attempt %d%s: %s; trying again"
              .formatted(
                  event.attempt(),
                  task.isFanOut() ? " of item " + event.instance() : "",
                  event.outcome().reason()));
    }
  }

  private void begunAgain(RunEvent.AttemptBegunAgain event) {
    PlannedTask task = summary.tasks().get(event.task()).task();
    line(
        task,
        "attempt %d%s begins again: its %s"
            .formatted(
                event.attempt(),
                task.isFanOut() ? " of item " + event.instance() : "",
                event.reason()));
  }

  private void showFailure(PlannedTask task, RunEvent.AttemptEnded event) {
    if (summary.allFailures() > SHOWN_FAILURES && !manner.isVerbose()) {
      return; // The table counts them, and progress does.
    }
    out.printf(
        "%s %s: %s%n",
        task.spec().failurePolicy().allowFailure()
            ? colours.warning("ALLOWED FAILURE")
            : colours.bad("FAILED"),
        RunSummary.nameOf(task, event),
        Printable.text(event.outcome().reason()));
    if (!TaskOutput.isHere(task.spec().output())) {
      output.showOfFailure(task, event);
    }
    if (summary.allFailures() == SHOWN_FAILURES && !manner.isVerbose()) {
      out.printf(
          "(further failures are counted; result.json lists %d)%n", RunSummary.KEPT_FAILURES);
    }
  }

  private void taskEnded(TaskSummary task) {
    String items =
        task.task().isFanOut() && task.count() > 0
            ? ", %d of %s".formatted(task.succeeded(), Format.count(task.count(), "item"))
            : "";
    switch (task.status()) {
      case TaskStatus.Declined(String reason) -> line(task.task(), "skipped: " + reason);
      case TaskStatus.Skipped(String reason) -> line(task.task(), "skipped: " + reason);
      case TaskStatus.Waiting s -> {}
      case TaskStatus.Active s -> {}
      case TaskStatus.Succeeded s when task.task().spec().isService() ->
          line(task.task(), "ok, stopped after " + Format.duration(task.millis()));
      case TaskStatus.Succeeded s -> lineOf(task, items, "");
      case TaskStatus.Failed s -> lineOf(task, items, "");
      case TaskStatus.AllowedFailure s -> lineOf(task, items, "");
      case TaskStatus.Cancelled(String reason) -> lineOf(task, items, ": " + reason);
    }
  }

  private void lineOf(TaskSummary task, String items, String reason) {
    String time = task.startedAt() == 0 ? "" : ", " + Format.duration(task.millis());
    String rest = items + upToDate(task) + time + reason + because(task);
    line(task.task(), colours.of(task.status(), task.word()), rest);
  }

  /** In a first run all tasks are new: that is said of one. */
  private String because(TaskSummary task) {
    anythingIsKnown |= task.upToDate() > 0;
    Reasons because = task.because();
    if (because == null || (isNew(because) && newnessIsTold && !anythingIsKnown)) {
      return "";
    }
    newnessIsTold |= isNew(because);
    return "; ran because " + because.brief();
  }

  private static boolean isNew(Reasons because) {
    return because.equals(Reasons.NEVER_SUCCEEDED);
  }

  /** As far as it isn't said already. */
  private static String upToDate(TaskSummary task) {
    boolean some = task.upToDate() > 0 && task.upToDate() < task.count();
    String instances = some ? ", %d up to date".formatted(task.upToDate()) : "";
    return task.restored() == 0
        ? instances
        : "%s, %s restored".formatted(instances, Format.count(task.restored(), "file"));
  }

  private void cancelRequested(RunEvent.CancelRequested event) {
    Target target = event.target();
    if (target.isRun()) {
      long running = Math.min(running(false), (long) slots * threads) + running(true);
      out.printf(
          "%s: stopping %s; the next signal kills %s%s%n",
          Printable.text(event.reason()),
          Format.count(running, "running task"),
          running == 1 ? "it" : "them",
          finalTasks());
    } else {
      TaskSummary task = summary.tasks().get(target.task());
      String what =
          target.isInstance()
              ? task.task().instanceName(target.instance())
              : Format.count(task.running(), "running instance");
      line(task.task(), "%s: stopping %s".formatted(event.reason(), what));
    }
  }

  /** What goes on although the run was told to stop. */
  private String finalTasks() {
    String names =
        summary.tasks().stream()
            .filter(task -> task.task().spec().isFinal() && task.task().leftOut() == null)
            .filter(task -> task.status() instanceof TaskStatus.Waiting)
            .map(task -> task.task().name())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ". Then `finally` has its turn: " + names;
  }

  private long running(boolean services) {
    return summary.tasks().stream()
        .filter(task -> task.task().spec().isService() == services)
        .mapToLong(TaskSummary::running)
        .sum();
  }

  /**
   * How far the tasks are that run now. To be called every now and then.
   *
   * @param now by the clock of the run's events
   */
  public void tick(long now) {
    for (TaskSummary task : summary.tasks()) {
      if (task.status() instanceof TaskStatus.Active) {
        tell(task, now);
      }
    }
  }

  private void tell(TaskSummary task, long now) {
    long elapsed = now - task.startedAt();
    if (task.startedAt() == 0 && task.done() == 0) {
      boolean looks = task.task().spec().files().inputs() != null;
      line(task.task(), "ready, waits for its turn" + (looks ? ", or its inputs are read" : ""));
    } else if (task.task().spec().isService()) {
      if (task.readyMillis() == null) {
        line(task.task(), "not ready, running for " + Format.duration(elapsed));
      }
    } else if (!task.task().isFanOut()) {
      line(task.task(), "running for " + Format.duration(elapsed));
    } else {
      line(
          task.task(),
          "%d of %d, %d running%s%s"
              .formatted(
                  task.done(),
                  task.count(),
                  Math.min(task.running(), mostAtATime(task)), // Of short ones some wait in lanes.
                  task.failed() > 0 ? ", " + task.failed() + " failed" : "",
                  remaining(task, elapsed)));
    }
  }

  private long mostAtATime(TaskSummary task) {
    return task.task().isJava() ? (long) slots * threads : slots;
  }

  private static String remaining(TaskSummary task, long elapsed) {
    if (task.done() == 0 || task.startedAt() == 0) {
      return "";
    }
    long left = elapsed * (task.count() - task.done()) / task.done();
    return ", about " + Format.duration(left) + " left";
  }

  private void line(PlannedTask task, String text) {
    line(task, "", text);
  }

  /**
   * Not if only failures are to be told.
   *
   * @param word may have a colour
   */
  private void line(PlannedTask task, String word, String text) {
    if (!manner.isQuiet()) {
      String gap = " ".repeat(nameWidth - task.name().length() + 2);
      out.println(task.name() + gap + word + Printable.text(text));
    }
  }
}
