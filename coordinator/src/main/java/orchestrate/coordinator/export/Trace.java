package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import orchestrate.config.Printable;
import orchestrate.coordinator.export.SliceMerger.Merged;
import orchestrate.coordinator.export.TraceWriter.Place;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.worker.protocol.TaskDefinition;
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
  /** Workers that come and go, each with lanes of its own, could be any number. */
  private static final int MOST_TRACKS = 10_000;

  /** Of workers that were replaced, and the like. */
  private static final int MOST_REMARKS = 1_000;

  private static final int LONGEST_TEXT = 300;

  /** A track, and what is to be drawn on it. */
  private record Drawn(Track track, SliceMerger merger) {}

  private final Plan plan;
  private final TraceWriter out;
  private final Grain grain = new Grain();
  private final Arrows arrows;
  private final Map<Integer, Integer> workers = new LinkedHashMap<>();

  /** By the numbers of worker and lane: see {@link #lane}. */
  private final Map<Long, Drawn> tracks = new LinkedHashMap<>();

  /** Those with slices that are not laid out. */
  private final List<Drawn> touched = new ArrayList<>();

  private int process;
  private @Nullable Counters counters;
  private @Nullable Waits waits;
  private long runStart;
  private long now;
  private long omitted;
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
    runStart = TimeUnit.MILLISECONDS.toNanos(event.at());
    out.begin(event.runId(), Printable.text(event.job()));
    process = out.process("the run");
    counters = new Counters(plan, out, process);
    waits = new Waits(plan, out, process);
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

  private Counters counters() {
    return requireNonNull(counters);
  }

  private Waits waits() {
    return requireNonNull(waits);
  }

  private long nanos(long millis) {
    return Math.max(0, TimeUnit.MILLISECONDS.toNanos(millis) - runStart);
  }

  private void remark(String text) {
    if (++remarks <= MOST_REMARKS) {
      out.remark(process, now, cut(text));
    }
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) {
    Ran ran = event.ran();
    if (ran == null || event.attempt() == 0) {
      return; // It had never been started.
    }
    counters().ended(event.task());
    draw(
        new Slice(
            event.task(),
            event.instance(),
            null,
            ran.run().item(),
            event.attempt(),
            event.outcome(),
            start(ran, event.nanos()),
            end(ran)),
        ran);
  }

  @Override
  public void subtaskEnded(RunEvent.SubtaskEnded event) {
    Ran ran = event.ran();
    if (ran != null) {
      draw(
          new Slice(
              event.task(),
              event.instance(),
              event.what(),
              ran.run().item(),
              event.attempt(),
              event.outcome(),
              start(ran, event.nanos()),
              end(ran)),
          ran);
    }
  }

  private long end(Ran ran) {
    return Math.max(0, ran.endedNanos() - runStart);
  }

  private long start(Ran ran, long nanos) {
    return Math.max(0, end(ran) - nanos);
  }

  private void draw(Slice slice, Ran ran) {
    if (ran.worker() == 0) {
      return; // No worker ever had it.
    }
    Drawn track = track(ran);
    if (track == null) {
      omitted++;
    } else {
      if (track.track().isLaidOut()) {
        touched.add(track);
      }
      track.track().add(slice);
    }
  }

  private @Nullable Drawn track(Ran ran) {
    Drawn known = tracks.get(lane(ran));
    if (known != null || tracks.size() >= MOST_TRACKS) {
      return known;
    }
    boolean commands = ran.run().task().work() instanceof TaskDefinition.Command;
    int worker =
        workers.computeIfAbsent(
            ran.worker(),
            number -> out.process("worker %d%s".formatted(number, commands ? " (commands)" : "")));
    var track = new Track(worker, out.thread(worker, "lane " + ran.lane()));
    var made = new Drawn(track, new SliceMerger(merged -> write(track, merged)));
    tracks.put(lane(ran), made);
    return made;
  }

  private static long lane(Ran ran) {
    return (long) ran.worker() << 32 | ran.lane();
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
    for (Drawn each : touched) {
      each.track().layOut(slice -> each.merger().add(slice, grain.nanos()));
    }
    touched.clear();
    out.flush();
  }

  @Override
  public void finish() {
    flush();
    tracks.values().forEach(track -> track.merger().close());
    counters().writeAll(now);
    waits().finish(now);
    arrows.draw(out);
    if (omitted > 0) {
      out.remark(
          process,
          now,
          "%d attempts are not drawn: there were too many workers".formatted(omitted));
    }
    out.finish();
  }
}
