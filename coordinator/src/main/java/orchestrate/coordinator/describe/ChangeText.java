package orchestrate.coordinator.describe;

import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.describe.JobChange.FieldChanged;
import orchestrate.coordinator.describe.JobChange.TaskAdded;
import orchestrate.coordinator.describe.JobChange.TaskRemoved;
import org.jspecify.annotations.Nullable;

/** Changes of a job, for people. What comes from the job file is still to be made printable. */
public final class ChangeText {
  private static final int LONGEST_LINE = 100;

  /** Of what was, and of what is. */
  private static final int MOST_LINES = 5;

  private ChangeText() {}

  /** With what it is about: {@code task b: timeout is 5s, was 10s}. */
  public static List<String> of(JobChange change) {
    return switch (change) {
      case TaskAdded(String task) -> List.of("task %s is new".formatted(task));
      case TaskRemoved(String task) -> List.of("task %s is gone".formatted(task));
      case FieldChanged field -> {
        var lines = new ArrayList<>(ofField(field));
        String about = field.task() == null ? "the job" : "task " + field.task();
        lines.set(0, about + ": " + lines.getFirst());
        yield lines;
      }
    };
  }

  /**
   * Without the name of the task. A text of several lines is told by those that are not the same.
   */
  public static List<String> ofField(FieldChanged change) {
    String field = change.field();
    if (field.startsWith("env.")) {
      return List.of(variable(field, change.before(), change.after()));
    }
    if (field.equals("compiled")) {
      return List.of("its source was compiled anew: it, its class path, or the JDK is another");
    }
    if (change.before() == null) {
      return shown(field + " is new: ", change.after(), "+ ");
    }
    if (change.after() == null) {
      return shown(field + " is gone: ", change.before(), "- ");
    }
    return isShort(change.before()) && isShort(change.after())
        ? List.of("%s was `%s`, is `%s`".formatted(field, change.before(), change.after()))
        : different(field, change.before(), change.after());
  }

  private static String variable(String field, @Nullable String before, @Nullable String after) {
    String how = before == null ? "is new" : after == null ? "is gone" : "has another value";
    return "the variable %s %s".formatted(field.substring("env.".length()), how);
  }

  private static boolean isShort(String text) {
    return text.length() <= LONGEST_LINE / 2 && text.lines().count() <= 1;
  }

  private static List<String> shown(String start, @Nullable String text, String mark) {
    if (text == null || isShort(text)) {
      return List.of("%s`%s`".formatted(start, text));
    }
    var lines = new ArrayList<String>();
    lines.add(start.strip());
    add(text.lines().toList(), mark, lines);
    return lines;
  }

  private static List<String> different(String field, String before, String after) {
    List<String> was = before.lines().toList();
    List<String> is = after.lines().toList();
    int most = Math.min(was.size(), is.size());
    int start = 0;
    while (start < most && was.get(start).equals(is.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && was.get(was.size() - 1 - end).equals(is.get(is.size() - 1 - end))) {
      end++;
    }
    var lines = new ArrayList<String>();
    lines.add(field + " is another:");
    add(was.subList(start, was.size() - end), "- ", lines);
    add(is.subList(start, is.size() - end), "+ ", lines);
    return lines;
  }

  private static void add(List<String> text, String mark, List<String> to) {
    text.stream().limit(MOST_LINES).map(line -> "  " + mark + cut(line)).forEach(to::add);
    if (text.size() > MOST_LINES) {
      to.add("  %s(%d more lines)".formatted(mark, text.size() - MOST_LINES));
    }
  }

  private static String cut(String line) {
    if (line.length() <= LONGEST_LINE) {
      return line;
    }
    int end = LONGEST_LINE - (Character.isHighSurrogate(line.charAt(LONGEST_LINE - 1)) ? 1 : 0);
    return line.substring(0, end) + "...";
  }
}
