package orchestrate.coordinator.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import orchestrate.config.Printable;
import orchestrate.coordinator.analysis.Histogram;
import orchestrate.coordinator.export.SliceMerger.Merged;
import orchestrate.coordinator.export.Waits.Wait;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.page.Page;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.report.RunSummary;

/**
 * A page for people: how the run went, what ran when and where, what failed and why, and what held
 * it up. What is told one by one is written at once; the rest, which is in proportion to the plan,
 * at the end.
 *
 * <p>Of very many attempts the first are told one by one, and after them those that matter: of
 * tasks that run once, the first of each fan-out, failures, and those that take long. The others
 * are drawn together: see {@link Grain}.
 */
final class HtmlReport implements Report {
  /** A browser shows so many at once, and it is still a small file. */
  static final int ALL_LISTED = 100_000;

  private static final int LISTED_OF_EACH_TASK = 100;
  private static final int LISTED_FAILURES = 10_000;
  private static final int LINES_OF_FAILURES = 30;
  private static final int LINES_OF_TASKS = 10;
  private static final int TASKS_WITH_LINES = 500;
  private static final int LONGEST_COMMAND = 2_000;
  private static final int MOST_REMARKS = 100;

  private final Plan plan;
  private final RunFiles files;
  private final Page page;
  private final Reasons reasons = new Reasons();
  private final AttemptStream stream;
  private final RunSummary summary;
  private final List<TaskLedger> ledgers;
  private final Histogram durations = new Histogram();
  private final Tracks tracks = new Tracks(this::track, this::draw);
  private final Waits waits;
  private final Grain grain = new Grain(ALL_LISTED);
  private final List<RunJson.Lane> lanes = new ArrayList<>();

  /** Those of the failures that the summary keeps. */
  private final List<LogExcerpt> excerpts = new ArrayList<>();

  private final List<RunJson.Remark> remarks = new ArrayList<>();
  private int tasksWithLines;
  private long failuresListed;
  private long drawnTogether;
  private long notListed;
  private Map<String, String> params = Map.of();
  private long runStart;
  private long now;

  HtmlReport(Plan plan, RunFiles files, OutputStream file) throws IOException {
    this.plan = plan;
    this.files = files;
    this.page = new Page(file, Printable.text(plan.job().name()));
    this.stream = new AttemptStream(page.data("attempts"), reasons);
    this.summary = new RunSummary(plan);
    this.ledgers = plan.tasks().stream().map(task -> new TaskLedger(task.isFanOut())).toList();
    this.waits = new Waits(plan, this::write);
  }

  @Override
  public void accept(RunEvent event) throws IOException {
    summary.accept(event);
    Report.super.accept(event);
  }

  @Override
  public void time(long millis) {
    now = Math.max(now, TimeUnit.MILLISECONDS.toNanos(millis - runStart));
  }

  @Override
  public void runStarted(RunEvent.RunStarted event) {
    runStart = event.at();
    params = event.params();
    now = 0;
  }

  @Override
  public void taskActivated(RunEvent.TaskActivated event) {
    waits.ready().activated(event.task(), now);
  }

  @Override
  public void attemptStarted(RunEvent.AttemptStarted event) {
    waits.started(event.task(), event.instance(), event.attempt(), now);
  }

  @Override
  public void retryPlanned(RunEvent.RetryPlanned event) {
    waits.paused(event.task(), event.instance(), now);
  }

  @Override
  public void eventSet(RunEvent.EventSet event) {
    waits.ready().set(event.name(), now);
  }

  @Override
  public void serviceReady(RunEvent.ServiceReady event) {
    waits.ready().met(event.task(), now);
  }

  @Override
  public void taskEnded(RunEvent.TaskEnded event) {
    waits.ready().met(event.task(), now);
  }

  @Override
  public void cancelRequested(RunEvent.CancelRequested event) {
    remark(event.at(), event.reason());
  }

  @Override
  public void workerRecycled(RunEvent.WorkerRecycled event) {
    remark(event.at(), event.worker() + " gave way to a new one: " + event.because());
  }

  private void remark(long at, String text) {
    if (remarks.size() < MOST_REMARKS) {
      remarks.add(new RunJson.Remark(at - runStart, text));
    }
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) {
    PlannedTask task = plan.task(event.task());
    if (event.isFinalFailure() && excerpts.size() < RunSummary.KEPT_FAILURES) {
      excerpts.add(excerpt(task, event, LINES_OF_FAILURES));
    }
    Ran ran = event.ran();
    if (ran == null || ran.worker() == 0 || event.attempt() == 0) {
      neverBegan(event);
      return;
    }
    TaskLedger ledger = ledgers.get(event.task());
    ledger.work.add(event.nanos());
    durations.add(event.nanos());
    if (ledger.durations != null) {
      ledger.durations.add(event.nanos());
    }
    if (ledger.command == null && ran.run() != null) {
      String command = new CommandText(task).of(ran.run());
      ledger.command = Texts.cut(command, LONGEST_COMMAND);
    }
    if (!task.isFanOut() && !event.again() && tasksWithLines++ < TASKS_WITH_LINES) {
      LogExcerpt excerpt = excerpt(task, event, LINES_OF_TASKS);
      ledger.printed = excerpt.lines();
      ledger.log = excerpt.log();
    }
    tracks.add(Slice.of(event, ran, runStart), ran);
  }

  private LogExcerpt excerpt(PlannedTask task, RunEvent.AttemptEnded event, int lines) {
    return event.attempt() == 0
        ? LogExcerpt.NONE
        : LogExcerpt.of(files.log(task, event.instance(), event.attempt()), lines, files);
  }

  /** There is nothing to draw, but it is in the table as long as there is room. */
  private void neverBegan(RunEvent.AttemptEnded event) {
    var slice =
        new Slice(
            event.task(),
            event.instance(),
            null,
            event.item(),
            event.attempt(),
            event.outcome(),
            event.again(),
            event.use(),
            now,
            now);
    if (isListed(slice) || grain.nanos() == 0) {
      write(-1, slice);
    } else {
      notListed++;
    }
  }

  @Override
  public void subtaskEnded(RunEvent.SubtaskEnded event) {
    Ran ran = event.ran();
    if (ran != null && ran.worker() != 0) {
      tracks.add(Slice.of(event, ran, runStart), ran);
    }
  }

  private Track track(Slice first, Ran ran) {
    boolean commands = !plan.task(first.task()).isJava();
    lanes.add(new RunJson.Lane(ran.worker(), ran.lane(), commands));
    return new Track(ran.worker(), lanes.size() - 1);
  }

  /** Whether it is told however short it is. */
  private boolean isListed(Slice slice) {
    PlannedTask task = plan.task(slice.task());
    boolean failed = state(slice) == AttemptState.FAILED;
    return slice.subtask() == null
        && (!task.isFanOut()
            || ledgers.get(slice.task()).listed < LISTED_OF_EACH_TASK
            || (failed && failuresListed < LISTED_FAILURES));
  }

  private AttemptState state(Slice slice) {
    boolean allowed = plan.task(slice.task()).spec().failurePolicy().allowFailure();
    return AttemptState.of(slice.outcome(), slice.again(), allowed);
  }

  private void draw(Track track, Merged merged) {
    if (merged.count() == 1) {
      write(track.thread(), merged.last());
    } else {
      drawnTogether += merged.count();
      write(() -> stream.several(track.thread(), merged));
      grain.wrote();
    }
  }

  private void write(int lane, Slice slice) {
    AttemptState state = state(slice);
    if (state == AttemptState.FAILED) {
      failuresListed++;
    }
    ledgers.get(slice.task()).listed++;
    write(() -> stream.attempt(lane, slice, state));
    grain.wrote();
  }

  private void write(Wait wait) {
    write(() -> stream.wait(wait));
  }

  private interface Writing {
    void write() throws IOException;
  }

  private static void write(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void flush() {
    tracks.layOut(slice -> isListed(slice) ? 0 : grain.nanos());
  }

  @Override
  public void finish() throws IOException {
    flush();
    tracks.close();
    waits.finish(now);
    stream.close();
    var json =
        new RunJson(
            plan,
            summary,
            files,
            ledgers,
            durations,
            lanes,
            reasons.texts(),
            excerpts,
            remarks,
            new RunJson.Unlisted(
                drawnTogether, notListed + tracks.omitted(), stream.withoutText()));
    try (OutputStream out = page.data("run")) {
      json.write(out, Surroundings.ofThisProcess(), params);
    }
    page.finish();
  }
}
