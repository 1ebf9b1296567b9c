package orchestrate.coordinator.preview;

import java.util.List;

/** How often a task runs, as far as that is known before anything does. */
public sealed interface Repetition {
  /** It has no fan-out. */
  record Once() implements Repetition {}

  /**
   * So often.
   *
   * @param source what each instance is for: "line of jars.txt"
   */
  record Times(long count, String source) implements Repetition {}

  /**
   * That is known when others are done.
   *
   * @param after the tasks whose outputs say it, if those do, else those that are needed
   * @param outputs whether it is their outputs that say it
   */
  record Later(String source, List<String> after, boolean outputs) implements Repetition {
    public Later {
      after = List.copyOf(after);
    }
  }

  /** Nothing comes before that could change it, and it can't be found out: the task would fail. */
  record Unknown(String source, String why) implements Repetition {}
}
