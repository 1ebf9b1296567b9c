package orchestrate.worker.protocol;

import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * Worker to coordinator: the attempt that this lane was given has ended.
 *
 * @param nanos how long it ran
 * @param use what it used
 */
public record Finished(
    int task, long instance, int attempt, long nanos, ResourceUse use, Ending ending) {

  /** How an attempt ended, as its worker saw it. */
  public sealed interface Ending {}

  /** All went well; the values are for the tasks that need this one. */
  public record Succeeded(Map<String, String> outputs) implements Ending {}

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

  /** It ran into a barrier that was broken, and so the command that was to come after did not run. */
  public record BarrierBroken(String reason) implements Ending {}

  /** It ran, but the outputs that it gave make no sense. */
  public record BadOutputs(String reason) implements Ending {}

  private static final int SUCCEEDED = 0;
  private static final int EXITED = 1;
  private static final int SIGNALLED = 2;
  private static final int THREW = 3;
  private static final int NOT_STARTED = 4;
  private static final int BAD_OUTPUTS = 5;
  private static final int JVM_FAILED = 6;
  private static final int BARRIER_BROKEN = 7;

  /** Texts are cut to this many characters, so that every event fits its ring. */
  public static final int MAX_TEXT = 2_000;

  /** Outputs of one task may be this long together, names and values, in UTF-8 bytes. */
  public static final int MAX_OUTPUT_BYTES = 16_000;

  /** Writes the message. */
  public void write(MessageWriter out) {
    out.reset().putInt(task).putLong(instance).putInt(attempt).putLong(nanos);
    use.write(out);
    switch (ending) {
      case Succeeded(var outputs) -> out.putInt(SUCCEEDED).putMap(outputs);
      case Exited(int code) -> out.putInt(EXITED).putInt(code);
      case Signalled(int signal) -> out.putInt(SIGNALLED).putInt(signal);
      case Threw(String exception) -> out.putInt(THREW).putString(cut(exception));
      case JvmFailed(String error) -> out.putInt(JVM_FAILED).putString(cut(error));
      case NotStarted(String reason) -> out.putInt(NOT_STARTED).putString(cut(reason));
      case BarrierBroken(String reason) -> out.putInt(BARRIER_BROKEN).putString(cut(reason));
      case BadOutputs(String reason) -> out.putInt(BAD_OUTPUTS).putString(cut(reason));
    }
  }

  /** Reads the message that {@link #write} wrote. */
  public static Finished read(MessageReader in) {
    in.reset();
    return new Finished(
        in.getInt(), in.getLong(), in.getInt(), in.getLong(), ResourceUse.read(in), readEnding(in));
  }

  private static Ending readEnding(MessageReader in) {
    int kind = in.getInt();
    return switch (kind) {
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

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }
}
