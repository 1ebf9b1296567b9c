package orchestrate.worker.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Coordinator to worker: run this attempt of a task's instance.
 *
 * @param task the task's number in the plan
 * @param instance which item of the fan-out, counted from 0
 * @param attempt counted from 1
 * @param taskName names the log and the task to its context
 * @param item null if the task has no fan-out
 * @param environment further variables
 * @param held semaphores and locks that the coordinator holds for it
 * @param meets barriers that a command waits at before it starts
 */
public record Run(
    int task,
    long instance,
    int attempt,
    String taskName,
    @Nullable String item,
    Map<String, String> environment,
    List<String> held,
    List<String> meets,
    Work work) {

  /** What to do. */
  public sealed interface Work {}

  /**
   * Run a program.
   *
   * @param arguments its name first
   * @param stopSignal by which it is asked to end
   * @param successExitCodes exit codes that mean success, besides 0
   */
  public record Command(List<String> arguments, int stopSignal, List<Integer> successExitCodes)
      implements Work {}

  /**
   * Run a {@code Task}. A parameter has one value, or several if the job file gives a list.
   *
   * @param classPath as {@code java -cp} takes it
   * @param className its binary name
   */
  public record JavaTask(String classPath, String className, Map<String, List<String>> with)
      implements Work {}

  private static final int COMMAND = 0;
  private static final int JAVA = 1;

  /** Writes the message. */
  public void write(MessageWriter out) {
    out.reset().putInt(task).putLong(instance).putInt(attempt).putString(taskName).putString(item);
    out.putMap(environment).putStrings(held).putStrings(meets);
    switch (work) {
      case Command(var arguments, int stopSignal, var successExitCodes) -> {
        out.putInt(COMMAND).putStrings(arguments).putInt(stopSignal);
        out.putInt(successExitCodes.size());
        successExitCodes.forEach(out::putInt);
      }
      case JavaTask(var classPath, var className, var with) -> {
        out.putInt(JAVA).putString(classPath).putString(className).putInt(with.size());
        with.forEach((name, values) -> out.putString(name).putStrings(values));
      }
    }
  }

  /** Reads the message that {@link #write} wrote. */
  public static Run read(MessageReader in) {
    in.reset();
    return new Run(
        in.getInt(),
        in.getLong(),
        in.getInt(),
        in.getString(),
        in.getNullableString(),
        in.getMap(),
        in.getStrings(),
        in.getStrings(),
        readWork(in));
  }

  private static Work readWork(MessageReader in) {
    int kind = in.getInt();
    return switch (kind) {
      case COMMAND -> new Command(in.getStrings(), in.getInt(), readInts(in));
      case JAVA -> new JavaTask(in.getString(), in.getString(), readWith(in));
      default -> throw new IllegalStateException("unknown kind of work: " + kind);
    };
  }

  private static List<Integer> readInts(MessageReader in) {
    int size = in.getInt();
    if (size == 0) {
      return List.of();
    }
    var ints = new ArrayList<Integer>();
    for (int i = 0; i < size; i++) {
      ints.add(in.getInt());
    }
    return ints;
  }

  private static Map<String, List<String>> readWith(MessageReader in) {
    int size = in.getInt();
    if (size == 0) {
      return Map.of();
    }
    var with = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < size; i++) {
      with.put(in.getString(), in.getStrings());
    }
    return with;
  }
}
