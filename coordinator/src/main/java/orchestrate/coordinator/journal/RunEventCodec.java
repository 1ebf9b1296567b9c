package orchestrate.coordinator.journal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * Run events as bytes: the format of the journal's documents. Numbers of kinds are never used again
 * for something else.
 *
 * <pre>
 *   a document    format 4 | time 8 | event, event, ... | checksum 4
 *   an event      kind | time since the one before it | what its kind has
 *   an end        35 | time since the one before it | worker | lane | when, in microseconds before
 *                 the event's time, zigzag | signal | kind | what its kind has
 * </pre>
 *
 * <p>An end is that of an attempt of which it is known where it ran.
 *
 * <p>Format 3 had no checksum ({@link Seal}), which all that come after it have. Format 2 had one
 * event in each document: format 4 | kind 4 | time 8 | what its kind has.
 */
final class RunEventCodec {
  /** Goes up when documents change their shape. */
  static final int FORMAT = 4;

  private static final int ONE_EVENT_FORMAT = 2;
  private static final int UNSEALED_FORMAT = 3;

  /** An attempt that began, and one that succeeded and had nothing else to tell: most events. */
  private static final int BEGAN = 10;

  private static final int WENT_WELL = 11;

  /** Before parts of a run could be cancelled. */
  private static final int OLD_CANCEL = 8;

  private static final int CANCEL = 12;

  /** Before fan-outs were told of, and all reasons. */
  private static final int OLD_OUT_OF_DATE = 21;

  private static final int OUT_OF_DATE = 32;

  /** An attempt's end, with where it ran. */
  private static final int RAN = 35;

  private RunEventCodec() {}

  /** Begins a document. */
  static void begin(long at, MessageWriter out) {
    out.reset().putInt(FORMAT).putLong(at);
  }

  /**
   * Appends an event to a document.
   *
   * @param before the time of the one before it
   */
  static void write(RunEvent event, long before, MessageWriter out) {
    long since = event.at() - before;
    switch (event) {
      case RunEvent.RunStarted e ->
          begin(1, since, out)
              .putString(e.runId())
              .putString(e.job())
              .putString(e.jobFile())
              .putInt(e.slots())
              .putMap(e.params());
      case RunEvent.TaskActivated e -> begin(2, since, out).putInt(e.task()).putLong(e.count());
      case RunEvent.AttemptStarted e ->
          begin(BEGAN, since, out)
              .putVarLong(e.task())
              .putVarLong(e.instance())
              .putVarLong(e.attempt());
      case RunEvent.AttemptEnded e when wentWell(e) ->
          beginEnd(WENT_WELL, since, e.at(), e.ran(), out)
              .putVarLong(e.task())
              .putVarLong(e.instance())
              .putVarLong(e.attempt())
              .putVarLong(e.nanos());
      case RunEvent.AttemptEnded e -> {
        beginEnd(4, since, e.at(), e.ran(), out)
            .putInt(e.task())
            .putLong(e.instance())
            .putInt(e.attempt())
            .putLong(e.nanos());
        e.use().write(out);
        writeOutcome(e.outcome(), out);
        out.putInt(e.again() ? 1 : 0).putString(e.item());
      }
      case RunEvent.RetryPlanned e ->
          begin(5, since, out)
              .putInt(e.task())
              .putLong(e.instance())
              .putInt(e.attempt())
              .putLong(e.delay().toNanos());
      case RunEvent.EventSet e -> begin(6, since, out).putString(e.name());
      case RunEvent.TaskEnded e -> writeStatus(e.status(), begin(7, since, out).putInt(e.task()));
      case RunEvent.CancelRequested e ->
          begin(CANCEL, since, out)
              .putInt(e.target().task())
              .putLong(e.target().instance())
              .putString(e.reason());
      case RunEvent.RunEnded e -> begin(9, since, out).putInt(e.exitCode());
      case RunEvent.AttemptBegunAgain e ->
          begin(15, since, out)
              .putInt(e.task())
              .putLong(e.instance())
              .putInt(e.attempt())
              .putString(e.reason());
      case RunEvent.Warned e ->
          begin(14, since, out)
              .putInt(e.task())
              .putLong(e.instance())
              .putInt(e.attempt())
              .putInt(e.warnings());
      case RunEvent.WorkerRecycled e ->
          begin(13, since, out).putString(e.worker()).putString(e.because());
      case RunEvent.Restricted e -> begin(16, since, out).putString(e.why());
      case RunEvent.SubtaskEnded e -> {
        beginEnd(17, since, e.at(), e.ran(), out)
            .putVarLong(e.task())
            .putVarLong(e.instance())
            .putString(e.what());
        out.putVarLong(e.attempt()).putVarLong(e.nanos());
        e.use().write(out);
        writeOutcome(e.outcome(), out);
        out.putVarLong(e.again() ? 1 : 0);
      }
      case RunEvent.SubtasksDone e ->
          begin(18, since, out)
              .putVarLong(e.task())
              .putVarLong(e.instance())
              .putVarLong(e.attempt())
              .putVarLong(e.count());
      case RunEvent.ServiceReady e ->
          begin(19, since, out).putVarLong(e.task()).putVarLong(e.attempt()).putVarLong(e.nanos());
      case RunEvent.ArtifactsKept e ->
          begin(20, since, out)
              .putVarLong(e.task())
              .putVarLong(e.instance())
              .putVarLong(e.attempt())
              .putVarLong(e.files())
              .putVarLong(e.bytes())
              .putString(e.trouble());
      case RunEvent.Paused e -> begin(23, since, out).putString(e.by());
      case RunEvent.Unpaused e -> begin(24, since, out).putString(e.by());
      case RunEvent.OutOfDate e ->
          begin(OUT_OF_DATE, since, out)
              .putVarLong(e.task())
              .putVarLong(e.instance())
              .putString(e.since())
              .putVarLong(e.because().count())
              .putStrings(e.because().first());
      case RunEvent.TurnCame e -> begin(33, since, out).putString(e.group()).putVarLong(e.nanos());
      case RunEvent.RunResumed e -> begin(22, since, out).putVarLong(e.follows());
      case RunEvent.FailuresForgotten _ -> begin(34, since, out);
      case RunEvent.JobChanged e ->
          begin(30, since, out).putStrings(e.tasks()).putStrings(e.anew());
      case RunEvent.ItemsFound e -> begin(31, since, out).putVarLong(e.task()).putString(e.hash());
    }
  }

  private static MessageWriter begin(int kind, long since, MessageWriter out) {
    return out.putVarLong(kind).putVarLong(since);
  }

  private static MessageWriter beginEnd(
      int kind, long since, long at, @Nullable Ran ran, MessageWriter out) {
    if (ran == null || ran.worker() == 0) {
      return begin(kind, since, out);
    }
    long micros = TimeUnit.MILLISECONDS.toMicros(at) - ran.endedNanos() / 1000;
    return begin(RAN, since, out)
        .putVarLong(ran.worker())
        .putVarLong(ran.lane())
        .putVarLong(micros << 1 ^ micros >> 63)
        .putVarLong(ran.signal())
        .putVarLong(kind);
  }

  private static Ran readRan(long at, MessageReader in) {
    int worker = in.getVarInt();
    int lane = in.getVarInt();
    long zigzag = in.getVarLong();
    long micros = zigzag >>> 1 ^ -(zigzag & 1);
    long ended = TimeUnit.MILLISECONDS.toMicros(at) - micros;
    return new Ran(null, worker, lane, TimeUnit.MICROSECONDS.toNanos(ended), in.getVarInt());
  }

  private static boolean wentWell(RunEvent.AttemptEnded e) {
    return e.outcome() instanceof Outcome.Succeeded(var outputs)
        && outputs.isEmpty()
        && e.use().isNone()
        && e.item() == null
        && !e.again();
  }

  /** Whether it is one of the formats whose documents have no checksum. */
  static boolean isUnsealed(int format) {
    return format == ONE_EVENT_FORMAT || format == UNSEALED_FORMAT;
  }

  /** Reads the events of a document, which ends before its checksum. */
  static void read(MessageReader in, Consumer<RunEvent> events) {
    int format = in.reset().getInt();
    switch (format) {
      case ONE_EVENT_FORMAT -> {
        int kind = in.getInt();
        events.accept(read(kind, in.getLong(), null, in));
      }
      case UNSEALED_FORMAT, FORMAT -> {
        long at = in.getLong();
        while (in.hasMore()) {
          int kind = in.getVarInt();
          at += in.getVarLong();
          if (kind == RAN) {
            Ran ran = readRan(at, in);
            events.accept(read(in.getVarInt(), at, ran, in));
          } else {
            events.accept(read(kind, at, null, in));
          }
        }
      }
      default -> throw new IllegalStateException("unknown format of journal: " + format);
    }
  }

  /**
   * @param ran of an end, where it ran; null if that is not known
   */
  private static RunEvent read(int kind, long at, @Nullable Ran ran, MessageReader in) {
    return switch (kind) {
      case 1 ->
          new RunEvent.RunStarted(
              at, in.getString(), in.getString(), in.getString(), in.getInt(), in.getMap());
      case 2 -> new RunEvent.TaskActivated(at, in.getInt(), in.getLong());
      case 3 -> new RunEvent.AttemptStarted(at, in.getInt(), in.getLong(), in.getInt());
      case 4 ->
          new RunEvent.AttemptEnded(
              at,
              in.getInt(),
              in.getLong(),
              in.getInt(),
              in.getLong(),
              ResourceUse.read(in),
              readOutcome(in),
              in.getInt() != 0,
              in.getNullableString(),
              ran);
      case 5 ->
          new RunEvent.RetryPlanned(
              at, in.getInt(), in.getLong(), in.getInt(), Duration.ofNanos(in.getLong()));
      case 6 -> new RunEvent.EventSet(at, in.getString());
      case 7 -> new RunEvent.TaskEnded(at, in.getInt(), readStatus(in));
      case OLD_CANCEL -> new RunEvent.CancelRequested(at, Target.RUN, in.getString());
      case 9 -> new RunEvent.RunEnded(at, in.getInt());
      case BEGAN ->
          new RunEvent.AttemptStarted(at, in.getVarInt(), in.getVarLong(), in.getVarInt());
      case WENT_WELL ->
          new RunEvent.AttemptEnded(
              at,
              in.getVarInt(),
              in.getVarLong(),
              in.getVarInt(),
              in.getVarLong(),
              ResourceUse.NONE,
              new Outcome.Succeeded(Map.of()),
              false,
              null,
              ran);
      case CANCEL ->
          new RunEvent.CancelRequested(at, new Target(in.getInt(), in.getLong()), in.getString());
      case 15 ->
          new RunEvent.AttemptBegunAgain(
              at, in.getInt(), in.getLong(), in.getInt(), in.getString());
      case 13 -> new RunEvent.WorkerRecycled(at, in.getString(), in.getString());
      case 16 -> new RunEvent.Restricted(at, in.getString());
      case 14 -> new RunEvent.Warned(at, in.getInt(), in.getLong(), in.getInt(), in.getInt());
      case 17 ->
          new RunEvent.SubtaskEnded(
              at,
              in.getVarInt(),
              in.getVarLong(),
              in.getString(),
              in.getVarInt(),
              in.getVarLong(),
              ResourceUse.read(in),
              readOutcome(in),
              in.getVarInt() != 0,
              ran);
      case 18 ->
          new RunEvent.SubtasksDone(
              at, in.getVarInt(), in.getVarLong(), in.getVarInt(), in.getVarLong());
      case 19 -> new RunEvent.ServiceReady(at, in.getVarInt(), in.getVarInt(), in.getVarLong());
      case 20 ->
          new RunEvent.ArtifactsKept(
              at,
              in.getVarInt(),
              in.getVarLong(),
              in.getVarInt(),
              in.getVarLong(),
              in.getVarLong(),
              in.getNullableString());
      case OLD_OUT_OF_DATE ->
          new RunEvent.OutOfDate(at, in.getVarInt(), 0, Reasons.of(in.getString()), null);
      case OUT_OF_DATE -> readOutOfDate(at, in);
      case 33 -> new RunEvent.TurnCame(at, in.getString(), in.getVarLong());
      case 22 -> new RunEvent.RunResumed(at, in.getVarLong());
      case 34 -> new RunEvent.FailuresForgotten(at);
      case 30 -> new RunEvent.JobChanged(at, in.getStrings(), in.getStrings());
      case 31 -> new RunEvent.ItemsFound(at, in.getVarInt(), in.getString());
      case 23 -> new RunEvent.Paused(at, in.getString());
      case 24 -> new RunEvent.Unpaused(at, in.getString());
      default -> throw new IllegalStateException("unknown kind of journal entry: " + kind);
    };
  }

  private static RunEvent readOutOfDate(long at, MessageReader in) {
    int task = in.getVarInt();
    long instance = in.getVarLong();
    String since = in.getNullableString();
    int count = in.getVarInt();
    return new RunEvent.OutOfDate(at, task, instance, new Reasons(in.getStrings(), count), since);
  }

  private static void writeOutcome(Outcome outcome, MessageWriter out) {
    switch (outcome) {
      case Outcome.Succeeded(var outputs) -> out.putInt(1).putMap(outputs);
      case Outcome.Failed(String reason) -> out.putInt(2).putString(reason);
      case Outcome.FailedToStart(String reason) -> out.putInt(3).putString(reason);
      case Outcome.TimedOut(Duration measured, Duration allowed) ->
          out.putInt(4).putLong(measured.toNanos()).putLong(allowed.toNanos());
      case Outcome.Cancelled(String reason) -> out.putInt(5).putString(reason);
      case Outcome.WorkerLost(String cause) -> out.putInt(6).putString(cause);
      case Outcome.Exited(int code, String reason) -> out.putInt(7).putInt(code).putString(reason);
      case Outcome.Crashed(String reason) -> out.putInt(8).putString(reason);
      case Outcome.OutOfMemory(String reason) -> out.putInt(9).putString(reason);
      case Outcome.PipelineFailed(String reason, Outcome.Failure cause) ->
          writeOutcome(cause, out.putInt(10).putString(reason));
      case Outcome.NotReady(String reason) -> out.putInt(11).putString(reason);
      case Outcome.UpToDate(var outputs, long restored, String since) ->
          out.putInt(13).putMap(outputs).putLong(restored).putString(since);
    }
  }

  private static Outcome readOutcome(MessageReader in) {
    int kind = in.getInt();
    return switch (kind) {
      case 1 -> new Outcome.Succeeded(in.getMap());
      case 2 -> new Outcome.Failed(in.getString());
      case 3 -> new Outcome.FailedToStart(in.getString());
      case 4 ->
          new Outcome.TimedOut(Duration.ofNanos(in.getLong()), Duration.ofNanos(in.getLong()));
      case 5 -> new Outcome.Cancelled(in.getString());
      case 6 -> new Outcome.WorkerLost(in.getString());
      case 7 -> new Outcome.Exited(in.getInt(), in.getString());
      case 8 -> new Outcome.Crashed(in.getString());
      case 9 -> new Outcome.OutOfMemory(in.getString());
      case 10 -> new Outcome.PipelineFailed(in.getString(), (Outcome.Failure) readOutcome(in));
      case 11 -> new Outcome.NotReady(in.getString());
      case 12 -> new Outcome.UpToDate(in.getMap(), in.getLong(), null);
      case 13 -> new Outcome.UpToDate(in.getMap(), in.getLong(), in.getNullableString());
      default -> throw new IllegalStateException("unknown kind of outcome: " + kind);
    };
  }

  private static void writeStatus(TaskStatus status, MessageWriter out) {
    switch (status) {
      case TaskStatus.Waiting s -> out.putInt(1);
      case TaskStatus.Active s -> out.putInt(2);
      case TaskStatus.Succeeded s -> out.putInt(3);
      case TaskStatus.Failed s -> out.putInt(4);
      case TaskStatus.Skipped(String reason) -> out.putInt(5).putString(reason);
      case TaskStatus.Cancelled(String reason) -> out.putInt(8).putString(reason);
      case TaskStatus.AllowedFailure s -> out.putInt(7);
      case TaskStatus.Declined(String reason) -> out.putInt(9).putString(reason);
    }
  }

  private static TaskStatus readStatus(MessageReader in) {
    int kind = in.getInt();
    return switch (kind) {
      case 1 -> new TaskStatus.Waiting();
      case 2 -> new TaskStatus.Active();
      case 3 -> new TaskStatus.Succeeded();
      case 4 -> new TaskStatus.Failed();
      case 5 -> new TaskStatus.Skipped(in.getString());
      case 6 -> new TaskStatus.Cancelled("");
      case 7 -> new TaskStatus.AllowedFailure();
      case 8 -> new TaskStatus.Cancelled(in.getString());
      case 9 -> new TaskStatus.Declined(in.getString());
      default -> throw new IllegalStateException("unknown kind of task status: " + kind);
    };
  }
}
