package orchestrate.worker.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Coordinator to worker: run this attempt of a task's instance. What is the same for all instances
 * is not in the message; the lane was told it before.
 *
 * @param instance which item of the fan-out, counted from 0
 * @param attempt counted from 1
 * @param item null if the task has no fan-out
 * @param environment the variables that differ from instance to instance
 * @param values what differs in the work; see {@link TaskDefinition.Work}
 * @param subtask which part of the instance it is, if a task forked it; null for the instance
 *     itself
 */
public record Run(
    TaskDefinition task,
    long instance,
    int attempt,
    @Nullable String item,
    Map<String, String> environment,
    List<List<String>> values,
    @Nullable Subtask subtask)
    implements LaneMessage {
  private static final int NO_SUBTASK = 0;
  private static final int A_SUBTASK = 1;

  /** An attempt of the instance itself. */
  public Run(
      TaskDefinition task,
      long instance,
      int attempt,
      @Nullable String item,
      Map<String, String> environment,
      List<List<String>> values) {
    this(task, instance, attempt, item, environment, values, null);
  }

  /** An attempt of a subtask that this run has forked: all but its values is this run's. */
  public Run forked(Subtask part, int ofPart) {
    return new Run(task, instance, ofPart, item, environment, List.of(), part);
  }

  /** What a person would call it. */
  public String describe() {
    String whole =
        item == null ? task.name() : "%s[%d] (%s)".formatted(task.name(), instance, item);
    return subtask == null ? whole : subtask.describe() + " of " + whole;
  }

  /** Tells subtasks apart; 0 for an instance itself. */
  public long subtaskId() {
    return subtask == null ? 0 : subtask.id();
  }

  @Override
  public void write(MessageWriter out) {
    out.reset().putVarLong(RUN).putVarLong(task.number()).putVarLong(instance).putVarLong(attempt);
    out.putString(item).putMap(environment).putVarLong(values.size());
    for (int i = 0; i < values.size(); i++) {
      out.putStrings(values.get(i));
    }
    if (subtask == null) {
      out.putVarLong(NO_SUBTASK);
    } else {
      subtask.write(out.putVarLong(A_SUBTASK));
    }
  }

  static Run readRest(MessageReader in, IntFunction<TaskDefinition> defined) {
    return new Run(
        defined.apply(in.getVarInt()),
        in.getVarLong(),
        in.getVarInt(),
        in.getNullableString(),
        in.getMap(),
        readValues(in),
        in.getVarInt() == A_SUBTASK ? Subtask.read(in) : null);
  }

  static List<List<String>> readValues(MessageReader in) {
    int size = in.getVarInt();
    if (size == 0) {
      return List.of();
    }
    var values = new ArrayList<List<String>>(size);
    for (int i = 0; i < size; i++) {
      values.add(in.getStrings());
    }
    return values;
  }

  /** Whether that is the attempt of which the other side speaks. */
  public boolean is(int otherTask, long otherInstance, int otherAttempt, long otherSubtask) {
    return task.number() == otherTask
        && instance == otherInstance
        && attempt == otherAttempt
        && subtaskId() == otherSubtask;
  }
}
