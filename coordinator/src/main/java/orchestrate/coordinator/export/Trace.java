package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import orchestrate.config.Printable;
import orchestrate.coordinator.export.SliceMerger.Merged;
import orchestrate.coordinator.export.TraceWriter.Place;
import orchestrate.coordinator.export.Waits.Wait;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What ran when and where, for ui.perfetto.dev: a track for each lane with what it was at, what
 * tasks waited for, how many ran and waited, and arrows from tasks to those that need them.
 *
 * <p>It stays within some hundred thousand events, however many attempts there are: see {@link
 * Grain}.
 */
final class Trace implements Report {
  /** Of workers that were replaced, and the like. */
  private static final int MOST_REMARKS = 1_000;

  private static final int LONGEST_TEXT = 300;

  private final Plan plan;
  private final TraceWriter out;
  private final Grain grain = new Grain();
  private final Arrows arrows;
  private final Map<Integer, Integer> workers = new HashMap<>();

  private final Tracks tracks = new Tracks(this::track, this::write);

  private int process;
  private @Nullable Counters counters;
  private @Nullable Waits waits;
  private long runStart;
  private long now;
  private long waited;
  private int remarks;

  Trace(Plan plan, OutputStream file) {
    this.plan = plan;
    this.out = new TraceWriter(file);
    this.arrows = new Arrows(plan);
  }

  @Override
  public void time(long millis) {
    long time = nanos(millis);
    if (counters != null && time > now) {
      // What was counted until now has been so since the event before.
      counters.write(now);
      now = time;
    }
  }

  @Override
  public void runStarted(RunEvent.RunStarted event) {
    runStart = event.at();
    out.begin(event.runId(), Printable.text(event.job()));
    process = out.process("the run");
    counters = new Counters(plan, out, process);
    waits = new Waits(plan, this::write);
  }

  @Override
  public void taskActivated(RunEvent.TaskActivated event) {
    counters().activated(event);
    waits().ready().activated(event.task(), now);
  }

  @Override
  public void attemptStarted(RunEvent.AttemptStarted event) {
    counters().started(event);
    waits().started(event.task(), event.instance(), event.attempt(), now);
  }

  @Override
  public void retryPlanned(RunEvent.RetryPlanned event) {
    waits().paused(event.task(), event.instance(), now);
  }

  @Override
  public void eventSet(RunEvent.EventSet event) {
    waits().ready().set(event.name(), now);
  }

  @Override
  public void serviceReady(RunEvent.ServiceReady event) {
    waits().ready().met(event.task(), now);
  }

  @Override
  public void taskEnded(RunEvent.TaskEnded event) {
    counters().taskEnded(event.task());
    waits().ready().met(event.task(), now);
  }

  @Override
  public void cancelRequested(RunEvent.CancelRequested event) {
    remark("cancelled: " + event.reason());
  }

  @Override
  public void workerRecycled(RunEvent.WorkerRecycled event) {
    remark(event.worker() + " recycled: " + event.because());
  }

  private void write(Wait wait) {
    out.async(process, "wait", ++waited, wait.text(), wait.start(), wait.end());
  }

  private Counters counters() {
    return requireNonNull(counters);
  }

  private Waits waits() {
    return requireNonNull(waits);
  }

  private long nanos(long millis) {
    return Math.max(0, TimeUnit.MILLISECONDS.toNanos(millis - runStart));
  }

  private void remark(String text) {
    if (++remarks <= MOST_REMARKS) {
      out.remark(process, now, cut(text));
    }
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) {
    Ran ran = event.ran();
    if (event.attempt() == 0) {
      return; // It had never been started.
    }
    counters().ended(event.task());
    if (ran != null) {
      draw(Slice.of(event, ran, runStart), ran);
    }
  }

  @Override
  public void subtaskEnded(RunEvent.SubtaskEnded event) {
    Ran ran = event.ran();
    if (ran != null) {
      draw(Slice.of(event, ran, runStart), ran);
    }
  }

  private void draw(Slice slice, Ran ran) {
    if (ran.worker() == 0) {
      return; // No worker ever had it.
    }
    tracks.add(slice, ran);
  }

  private Track track(Slice first, Ran ran) {
    boolean commands = !plan.task(first.task()).isJava();
    int worker =
        workers.computeIfAbsent(
            ran.worker(),
            number -> out.process("worker %d%s".formatted(number, commands ? " (commands)" : "")));
    return new Track(worker, out.thread(worker, "lane " + ran.lane()));
  }

  private void write(Track track, Merged merged) {
    Slice last = merged.last();
    PlannedTask task = plan.task(last.task());
    var place = new Place(track.process(), track.thread(), merged.start(), merged.end());
    if (merged.count() == 1) {
      out.slice(place, name(last, task), json -> describe(last, task, json));
      if (last.subtask() == null) {
        arrows.drawn(task, place);
      }
    } else {
      String name =
          merged.alike()
              ? "%s x %d".formatted(task.name(), merged.count())
              : merged.count() + " attempts";
      out.slice(
          place,
          name,
          json -> {
            json.writeNumberProperty("attempts", merged.count());
            json.writeNumberProperty("not ok", merged.failed());
            json.writeNumberProperty("busy ms", merged.busyNanos() / 1e6);
          });
    }
    if (grain.wrote()) {
      String grown =
          "from here on attempts shorter than %d ms are drawn together"
              .formatted(TimeUnit.NANOSECONDS.toMillis(grain.nanos()));
      out.remark(process, merged.end(), grown);
    }
  }

  private static String name(Slice slice, PlannedTask task) {
    String whole = task.instanceName(slice.instance());
    return slice.subtask() == null ? whole : cut(slice.subtask() + " of " + whole);
  }

  private static void describe(Slice slice, PlannedTask task, JsonGenerator json) {
    json.writeStringProperty("task", task.name());
    if (slice.item() != null) {
      json.writeStringProperty("item", cut(slice.item()));
    }
    json.writeNumberProperty("attempt", slice.attempt());
    json.writeStringProperty("outcome", slice.succeeded() ? "ok" : cut(slice.outcome().reason()));
  }

  private static String cut(String text) {
    return Printable.text(Texts.cut(text, LONGEST_TEXT));
  }

  @Override
  public void flush() {
    tracks.layOut(_ -> grain.nanos());
    out.flush();
  }

  @Override
  public void finish() {
    flush();
    tracks.close();
    counters().writeAll(now);
    waits().finish(now);
    arrows.draw(out);
    if (tracks.omitted() > 0) {
      out.remark(
          process,
          now,
          "%d attempts are not drawn: there were too many workers".formatted(tracks.omitted()));
    }
    out.finish();
  }
}
