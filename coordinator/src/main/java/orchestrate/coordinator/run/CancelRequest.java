package orchestrate.coordinator.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish that a run, a task or an instance of it end.
 *
 * @param task null for the run
 * @param instance null for all of the task
 */
public record CancelRequest(long pid, String user, @Nullable String task, @Nullable Long instance) {
  private static final Pattern TARGET =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,999})(?:\\[(\\d{1,18})])?");

  /** This process wishes it. */
  public static CancelRequest ofThisProcess(@Nullable String task, @Nullable Long instance) {
    return new CancelRequest(
        ProcessHandle.current().pid(), System.getProperty("user.name", "?"), task, instance);
  }

  /** This process wishes that {@code TASK} or {@code TASK[INDEX]} end; null if it is neither. */
  public static @Nullable CancelRequest ofThisProcess(String target) {
    Matcher match = TARGET.matcher(target);
    if (!match.matches()) {
      return null;
    }
    String index = match.group(2);
    return ofThisProcess(match.group(1), index == null ? null : Long.valueOf(index));
  }

  /** As a sentence without its subject. */
  String reason() {
    return "cancelled by %s (pid %d) with `orchestrate cancel`".formatted(user, pid);
  }

  /** What is to end. */
  String target() {
    return task == null ? "the run" : instance == null ? task : task + "[" + instance + "]";
  }

  /** What {@link #parse} reads. */
  String text() {
    return "%d\n%s\n%s\n%d"
        .formatted(
            pid,
            user.replace('\n', ' '),
            task == null ? "" : task,
            instance == null ? -1 : instance);
  }

  static CancelRequest parse(String text) {
    String[] parts = text.split("\n", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("no request to cancel: " + text);
    }
    long instance = Long.parseLong(parts[3]);
    return new CancelRequest(
        Long.parseLong(parts[0]),
        parts[1],
        parts[2].isEmpty() ? null : parts[2],
        instance < 0 ? null : Long.valueOf(instance));
  }
}
