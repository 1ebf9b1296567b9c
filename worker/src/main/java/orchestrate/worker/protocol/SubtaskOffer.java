package orchestrate.worker.protocol;

import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Lane to coordinator, on its {@link SubtaskBoard}: a subtask that another lane may run, or one
 * that has failed here.
 *
 * @param task number of the task at which the lane is, in whose name it was forked
 * @param instance of that task
 * @param ofParent which attempt of the instance that is
 * @param parent id of the subtask that the lane is at, or 0
 * @param attempt of the subtask
 * @param report how it went here; null if it is on offer
 */
public record SubtaskOffer(
    int task,
    long instance,
    int ofParent,
    long parent,
    int attempt,
    Subtask subtask,
    @Nullable Report report) {
  private static final int ON_OFFER = 0;
  private static final int A_REPORT = 1;

  /** An attempt of the subtask that the lane itself has run, and that did not go well. */
  public record Report(long nanos, Finished.Ending ending) {}

  /** What the lane that is at {@code run} offers. */
  public static SubtaskOffer of(Run run, int attempt, Subtask subtask, @Nullable Report report) {
    return new SubtaskOffer(
        run.task().number(),
        run.instance(),
        run.attempt(),
        run.subtaskId(),
        attempt,
        subtask,
        report);
  }

  /** Writes the message. */
  public void write(MessageWriter out) {
    out.reset().putVarLong(task).putVarLong(instance).putVarLong(ofParent).putVarLong(parent);
    subtask.write(out.putVarLong(attempt));
    if (report == null) {
      out.putVarLong(ON_OFFER);
    } else {
      out.putVarLong(A_REPORT).putVarLong(report.nanos());
      Finished.write(report.ending(), out);
    }
  }

  /** Reads the message that {@link #write} wrote. */
  public static SubtaskOffer read(MessageReader in) {
    return new SubtaskOffer(
        in.reset().getVarInt(),
        in.getVarLong(),
        in.getVarInt(),
        in.getVarLong(),
        in.getVarInt(),
        Subtask.read(in),
        in.getVarInt() == A_REPORT ? new Report(in.getVarLong(), Finished.readEnding(in)) : null);
  }

  /** Whether that is the attempt in whose name it was forked. */
  public boolean isOf(Run run) {
    return run.is(task, instance, ofParent, parent);
  }
}
