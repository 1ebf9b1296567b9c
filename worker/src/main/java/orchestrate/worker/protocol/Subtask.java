package orchestrate.worker.protocol;

import java.util.List;
import java.util.stream.Collectors;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * A part of an instance, as a task has forked it.
 *
 * @param id tells it apart from all others that were given to lanes in this run; 0 before that
 * @param parentLog the log of the attempt that forked it, below the folder of logs
 * @param number its place among those that this attempt has forked, counted from 1
 * @param className its binary name, on the class path of the task
 * @param values of its parameters, in their order
 */
public record Subtask(
    long id, String parentLog, int number, String className, List<List<String>> values) {
  private static final int LONGEST_NAME = 120;

  /** The same, told apart from all others. */
  public Subtask withId(long given) {
    return new Subtask(given, parentLog, number, className, values);
  }

  /** What a person would call it: {@code Part(0, 1000)}. */
  public String describe() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String text =
        values.stream()
            .map(value -> value.size() == 1 ? value.getFirst() : value.toString())
            .collect(
                Collectors.joining(", ", simple.substring(simple.lastIndexOf('$') + 1) + "(", ")"));
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
  }

  void write(MessageWriter out) {
    out.putVarLong(id).putString(parentLog).putVarLong(number).putString(className);
    out.putVarLong(values.size());
    values.forEach(out::putStrings);
  }

  static Subtask read(MessageReader in) {
    return new Subtask(
        in.getVarLong(), in.getString(), in.getVarInt(), in.getString(), Run.readValues(in));
  }
}
