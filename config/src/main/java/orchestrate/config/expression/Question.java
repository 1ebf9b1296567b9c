package orchestrate.config.expression;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How things went before a task, as a condition may ask. */
public enum Question {
  /** All that the task needs is good. */
  SUCCESS,

  /** Something that it needs has failed, or was skipped because something else had. */
  FAILURE,

  /** It is wanted in any case. */
  ALWAYS,

  /** Something that it needs was cancelled. */
  CANCELLED;

  /** The function's name. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Question called(String name) {
    for (Question question : values()) {
      if (question.written().equals(name)) {
        return question;
      }
    }
    return null;
  }
}
