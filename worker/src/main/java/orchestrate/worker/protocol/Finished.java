package orchestrate.worker.protocol;

import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * Worker to coordinator: the attempt that this lane was given has ended.
 *
 * @param nanos how long it ran
 * @param use what it used
 * @param warnings how many of the worker are in its log, of what it has left behind
 * @param subtask its id, or 0 if it is none
 * @param forked how many subtasks the lane itself has run for it that went well
 * @param at when that was, by {@link System#nanoTime}, if it is one of a pipeline; else 0
 */
public record Finished(
    int task,
    long instance,
    int attempt,
    long nanos,
    ResourceUse use,
    int warnings,
    long subtask,
    long forked,
    long at,
    Ending ending)
    implements LaneReport {

  /** How an attempt ended, as its worker saw it. */
  public sealed interface Ending {}

  /** All went well; the values are for the tasks that need this one. */
  public record Succeeded(Map<String, String> outputs) implements Ending {
    /** As most do. */
    public static final Succeeded WITHOUT_OUTPUTS = new Succeeded(Map.of());
  }

  /** The command ended with this code, which is not 0. */
  public record Exited(int code) implements Ending {}

  /** The command was ended by a signal. */
  public record Signalled(int signal) implements Ending {}

  /** The Java task threw this; the stack trace is in its log. */
  public record Threw(String exception) implements Ending {}

  /**
   * The JVM itself has failed the Java task: it had no memory or no stack left, or has a fault. The
   * trace is in its log. The worker must not be given more: an error like that may strike half-way
   * through anything, also a class's initialisation or a change in shared memory, and what comes
   * after it would be a guess. That goes for an overflow of the stack too: it strikes wherever the
   * stack happens to end, which may be in a library's code as well as in the recursion.
   */
  public record JvmFailed(String error) implements Ending {}

  /** It never ran. */
  public record NotStarted(String reason) implements Ending {}

  /** It ran into a barrier that was broken, so that the command that was to come did not run. */
  public record BarrierBroken(String reason) implements Ending {}

  /** It ran, but the outputs that it gave make no sense. */
  public record BadOutputs(String reason) implements Ending {}

  /** Without warnings. */
  public Finished(
      int task, long instance, int attempt, long nanos, ResourceUse use, Ending ending) {
    this(task, instance, attempt, nanos, use, 0, 0, 0, 0, ending);
  }

  private static final int MEASURED = 1;
  private static final int WARNED = 2;
  private static final int SUBTASK = 4;
  private static final int FORKED = 8;
  private static final int TIMED = 16;

  /** More than all of them together: another report begins so. */
  static final int BEYOND_FLAGS = 2 * TIMED;

  private static final int SUCCEEDED = 0;
  private static final int EXITED = 1;
  private static final int SIGNALLED = 2;
  private static final int THREW = 3;
  private static final int NOT_STARTED = 4;
  private static final int BAD_OUTPUTS = 5;
  private static final int JVM_FAILED = 6;
  private static final int NO_OUTPUTS = 7;
  private static final int BARRIER_BROKEN = 8;

  /** Texts are cut to this many characters, so that every event fits its ring. */
  public static final int MAX_TEXT = 2_000;

  /** Outputs of one task may be this long together, names and values, in UTF-8 bytes. */
  public static final int MAX_OUTPUT_BYTES = 16_000;

  /** Writes the message: a few bytes, if all went well and there is nothing to tell. */
  @Override
  public void write(MessageWriter out) {
    boolean measured = !use.isNone();
    out.reset()
        .putVarLong(
            (measured ? MEASURED : 0)
                | (warnings > 0 ? WARNED : 0)
                | (subtask != 0 ? SUBTASK : 0)
                | (forked > 0 ? FORKED : 0)
                | (at != 0 ? TIMED : 0));
    out.putVarLong(task).putVarLong(instance).putVarLong(attempt).putVarLong(nanos);
    if (measured) {
      use.write(out);
    }
    if (warnings > 0) {
      out.putVarLong(warnings);
    }
    if (subtask != 0) {
      out.putVarLong(subtask);
    }
    if (forked > 0) {
      out.putVarLong(forked);
    }
    if (at != 0) {
      out.putLong(at);
    }
    write(ending, out);
  }

  static void write(Ending ending, MessageWriter out) {
    switch (ending) {
      case Succeeded(var outputs) when outputs.isEmpty() -> out.putVarLong(NO_OUTPUTS);
      case Succeeded(var outputs) -> out.putVarLong(SUCCEEDED).putMap(outputs);
      case Exited(int code) -> out.putVarLong(EXITED).putInt(code);
      case Signalled(int signal) -> out.putVarLong(SIGNALLED).putInt(signal);
      case Threw(String exception) -> out.putVarLong(THREW).putString(cut(exception));
      case JvmFailed(String error) -> out.putVarLong(JVM_FAILED).putString(cut(error));
      case NotStarted(String reason) -> out.putVarLong(NOT_STARTED).putString(cut(reason));
      case BarrierBroken(String reason) -> out.putVarLong(BARRIER_BROKEN).putString(cut(reason));
      case BadOutputs(String reason) -> out.putVarLong(BAD_OUTPUTS).putString(cut(reason));
    }
  }

  /** Reads what follows the flags. */
  static Finished readRest(MessageReader in, int flags) {
    return new Finished(
        in.getVarInt(),
        in.getVarLong(),
        in.getVarInt(),
        in.getVarLong(),
        (flags & MEASURED) != 0 ? ResourceUse.read(in) : ResourceUse.NONE,
        (flags & WARNED) != 0 ? in.getVarInt() : 0,
        (flags & SUBTASK) != 0 ? in.getVarLong() : 0,
        (flags & FORKED) != 0 ? in.getVarLong() : 0,
        (flags & TIMED) != 0 ? in.getLong() : 0,
        readEnding(in));
  }

  static Ending readEnding(MessageReader in) {
    int kind = in.getVarInt();
    return switch (kind) {
      case NO_OUTPUTS -> Succeeded.WITHOUT_OUTPUTS;
      case SUCCEEDED -> new Succeeded(in.getMap());
      case EXITED -> new Exited(in.getInt());
      case SIGNALLED -> new Signalled(in.getInt());
      case THREW -> new Threw(in.getString());
      case JVM_FAILED -> new JvmFailed(in.getString());
      case NOT_STARTED -> new NotStarted(in.getString());
      case BARRIER_BROKEN -> new BarrierBroken(in.getString());
      case BAD_OUTPUTS -> new BadOutputs(in.getString());
      default -> throw new IllegalStateException("unknown kind of ending: " + kind);
    };
  }

  static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }
}
