package orchestrate.coordinator.report;

import orchestrate.coordinator.schedule.TaskStatus;

/**
 * Colours for words in a terminal.
 *
 * @param areWanted else words stay as they are
 */
public record Colours(boolean areWanted) {
  public static final Colours NONE = new Colours(false);

  private static final String RED_BOLD = "\033[1;31m";
  private static final String GREEN = "\033[32m";
  private static final String YELLOW = "\033[33m";
  private static final String FAINT = "\033[2m";
  private static final String PLAIN = "\033[0m";

  /** What went well. */
  String good(String text) {
    return in(GREEN, text);
  }

  /** What went wrong. */
  String bad(String text) {
    return in(RED_BOLD, text);
  }

  /** What somebody may want to look at. */
  String warning(String text) {
    return in(YELLOW, text);
  }

  /** What is there for those who look closer. */
  String faint(String text) {
    return in(FAINT, text);
  }

  /** A word that says how a task has ended. */
  String of(TaskStatus status, String text) {
    if (!areWanted) {
      return text; // Without making the switch ready, which a short run does without.
    }
    return switch (status) {
      case TaskStatus.Succeeded _ -> good(text);
      case TaskStatus.Failed _ -> bad(text);
      case TaskStatus.AllowedFailure _, TaskStatus.Cancelled _ -> warning(text);
      case TaskStatus.Skipped _, TaskStatus.Declined _ -> faint(text);
      case TaskStatus.Waiting _, TaskStatus.Active _ -> text;
    };
  }

  private String in(String colour, String text) {
    return areWanted && !text.isEmpty() ? colour + text + PLAIN : text;
  }
}
