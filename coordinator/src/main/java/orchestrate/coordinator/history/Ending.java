package orchestrate.coordinator.history;

/** How a run has ended, as far as it has. */
public sealed interface Ending {
  /** All went well. */
  record Succeeded() implements Ending {}

  /**
   * A task failed, or was cancelled; or, with exit code 3, all went well, and a report of it could
   * not be written.
   */
  record Failed(int exitCode) implements Ending {}

  /** A signal, or somebody, cut it short. */
  record Stopped(String reason) implements Ending {}

  /** It goes on in this process. */
  record Running(long pid) implements Ending {}

  /** Its process is gone, and has left no result. */
  record Died() implements Ending {}

  /** What it has left can't be read, or is no run's. */
  record Unknown(String why) implements Ending {}

  /** The word for it in lists, for people and programs. */
  default String word() {
    return switch (this) {
      case Succeeded _ -> "succeeded";
      case Failed _ -> "failed";
      case Stopped _ -> "stopped";
      case Running _ -> "running";
      case Died _ -> "died";
      case Unknown _ -> "unknown";
    };
  }

  /** What a person is told. */
  default String text() {
    return switch (this) {
      case Succeeded _ -> word();
      case Failed(int exitCode) -> exitCode == 1 ? word() : word() + ", exit code " + exitCode;
      case Stopped(String reason) -> word() + " by " + reason.replaceFirst("^cancelled by ", "");
      case Running(long pid) -> "%s (pid %d)".formatted(word(), pid);
      case Died _ -> "died: never finished";
      case Unknown(String why) -> word() + ": " + why;
    };
  }

  /** Whether it has ended, and not as it should have. */
  default boolean isBad() {
    return switch (this) {
      case Failed _, Stopped _, Died _ -> true;
      case Succeeded _, Running _, Unknown _ -> false;
    };
  }

  /** Whether it has no result: it goes on, or never came to its end. */
  default boolean isUnfinished() {
    return switch (this) {
      case Running _, Died _ -> true;
      case Succeeded _, Failed _, Stopped _, Unknown _ -> false;
    };
  }
}
