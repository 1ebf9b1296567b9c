package orchestrate.worker.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Coordinator to worker: what is the same for all instances of a task. A lane is told it once,
 * before the first {@link Run} of the task.
 *
 * @param number the task's number in the plan
 * @param name names the log and the task to its context
 * @param fanOut whether its instances are told apart
 * @param environment further variables that are the same for all
 * @param secrets further variables, which nobody else may see
 * @param held what the coordinator holds for each instance: how many permits of which semaphores,
 *     and 1 for each lock
 * @param meets barriers that a command waits at before it starts
 */
public record TaskDefinition(
    int number,
    String name,
    boolean fanOut,
    Map<String, String> environment,
    Secrets secrets,
    Map<String, Integer> held,
    List<String> meets,
    Work work)
    implements LaneMessage {

  /** What to do. */
  public sealed interface Work {}

  /**
   * Run a program. The first list of values of a {@link Run} is its name and its arguments.
   *
   * @param stopSignal by which it is asked to end
   * @param successExitCodes exit codes that mean success, besides 0
   * @param directory where it runs, if not in the folder of the job
   * @param stdin the pipe that it reads, by the name of the task that writes to it; null if it
   *     reads nothing
   * @param stdout the pipe that it writes to; null if that is its log
   * @param service null if it is none
   */
  public record Command(
      int stopSignal,
      List<Integer> successExitCodes,
      @Nullable String directory,
      @Nullable String stdin,
      @Nullable String stdout,
      @Nullable Service service)
      implements Work {
    /** Whether it is joined with others by pipes. */
    public boolean isPiped() {
      return stdin != null || stdout != null;
    }
  }

  /**
   * A program that goes on while others need it. The second list of values of a {@link Run} is what
   * is looked at to see whether it is ready.
   *
   * @param patience how long it may take to become ready
   */
  public record Service(Probe probe, Duration patience) {
    /** How it is found out whether it is ready. */
    public enum Probe {
      /** It is as soon as it has started. */
      NONE,
      /** By the port that is the value. */
      PORT,
      /** By the text that is the value, in what it prints. */
      LOG,
      /** By a program: the values are how people would call it, its name, and its arguments. */
      EXEC
    }
  }

  /**
   * Run a {@code Task}. A parameter has one value, or several if the job file gives a list.
   *
   * @param classPath as {@code java -cp} takes it
   * @param className its binary name
   * @param with the parameters that are the same for all
   * @param varying the other parameters: a {@link Run} has a list of values for each, in this order
   */
  public record JavaTask(
      String classPath, String className, Map<String, List<String>> with, List<String> varying)
      implements Work {}

  private static final int COMMAND = 0;
  private static final int JAVA = 1;

  @Override
  public void write(MessageWriter out) {
    out.reset().putVarLong(DEFINITION).putInt(number).putString(name).putInt(fanOut ? 1 : 0);
    out.putMap(environment).putMap(secrets.values()).putInt(held.size());
    held.forEach((semaphore, permits) -> out.putString(semaphore).putInt(permits));
    out.putStrings(meets);
    switch (work) {
      case Command(
              int stopSignal,
              var successExitCodes,
              var directory,
              var stdin,
              var stdout,
              var service) -> {
        out.putInt(COMMAND).putInt(stopSignal).putInt(successExitCodes.size());
        successExitCodes.forEach(out::putInt);
        out.putString(directory).putString(stdin).putString(stdout);
        writeService(service, out);
      }
      case JavaTask(var classPath, var className, var with, var varying) -> {
        out.putInt(JAVA).putString(classPath).putString(className).putInt(with.size());
        with.forEach((parameter, values) -> out.putString(parameter).putStrings(values));
        out.putStrings(varying);
      }
    }
  }

  private static void writeService(@Nullable Service service, MessageWriter out) {
    if (service == null) {
      out.putString(null);
    } else {
      out.putString(service.probe().name()).putLong(service.patience().toMillis());
    }
  }

  static TaskDefinition readRest(MessageReader in) {
    return new TaskDefinition(
        in.getInt(),
        in.getString(),
        in.getInt() == 1,
        in.getMap(),
        readSecrets(in),
        readHeld(in),
        in.getStrings(),
        readWork(in));
  }

  private static Secrets readSecrets(MessageReader in) {
    Map<String, String> values = in.getMap();
    return values.isEmpty() ? Secrets.NONE : new Secrets(values);
  }

  private static Map<String, Integer> readHeld(MessageReader in) {
    int size = in.getInt();
    var held = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < size; i++) {
      held.put(in.getString(), in.getInt());
    }
    return held;
  }

  private static Work readWork(MessageReader in) {
    int kind = in.getInt();
    return switch (kind) {
      case COMMAND ->
          new Command(
              in.getInt(),
              readInts(in),
              in.getNullableString(),
              in.getNullableString(),
              in.getNullableString(),
              readService(in));
      case JAVA -> new JavaTask(in.getString(), in.getString(), readWith(in), in.getStrings());
      default -> throw new IllegalStateException("unknown kind of work: " + kind);
    };
  }

  private static @Nullable Service readService(MessageReader in) {
    String probe = in.getNullableString();
    return probe == null
        ? null
        : new Service(Service.Probe.valueOf(probe), Duration.ofMillis(in.getLong()));
  }

  private static List<Integer> readInts(MessageReader in) {
    int size = in.getInt();
    var ints = new ArrayList<Integer>();
    for (int i = 0; i < size; i++) {
      ints.add(in.getInt());
    }
    return List.copyOf(ints);
  }

  private static Map<String, List<String>> readWith(MessageReader in) {
    int size = in.getInt();
    var with = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < size; i++) {
      with.put(in.getString(), in.getStrings());
    }
    return with;
  }
}
