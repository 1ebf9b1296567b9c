package orchestrate.coordinator.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose logs are wanted.
 *
 * @param task null for all
 * @param instance null for all
 * @param attempt null for the last, or for all as they come
 */
public record LogTarget(@Nullable String task, @Nullable Long instance, @Nullable Integer attempt) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\[(\\d{1,18})])?");

  /** Those of {@code TASK} or {@code TASK[INSTANCE]}; null if it is neither. */
  public static @Nullable LogTarget parse(String text, @Nullable Integer attempt) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      return null;
    }
    String instance = match.group(2);
    return new LogTarget(match.group(1), instance == null ? null : Long.valueOf(instance), attempt);
  }

  /** Whether the log is meant, be it one of several attempts. */
  public boolean has(@Nullable Long instanceOfLog, int attemptOfLog) {
    return (instance == null || instance.equals(instanceOfLog))
        && (attempt == null || attempt == attemptOfLog);
  }

  /** Whether a single instance is meant, of a task that has several or not. */
  boolean isOne(boolean fanOut) {
    return task != null && (instance != null || !fanOut);
  }

  boolean isOf(String name) {
    return task == null || task.equals(name);
  }
}
