package orchestrate.coordinator.schedule;

/** How a task, with all of its instances, stands. */
public sealed interface TaskStatus {
  /** It waits for its needs or its events. */
  record Waiting() implements TaskStatus {}

  /** Its items are known, and not all of them have ended. */
  record Active() implements TaskStatus {}

  /** Every instance succeeded. */
  record Succeeded() implements TaskStatus {}

  /** At least one instance did not succeed. */
  record Failed() implements TaskStatus {}

  /** It was not begun, because of what happened to others. */
  record Skipped(String reason) implements TaskStatus {}

  /** The run was cancelled before it was done. */
  record Cancelled() implements TaskStatus {}

  default boolean isEnded() {
    return switch (this) {
      case Waiting w -> false;
      case Active a -> false;
      case Succeeded s -> true;
      case Failed f -> true;
      case Skipped s -> true;
      case Cancelled c -> true;
    };
  }

  /** The word for it in messages and reports. */
  default String word() {
    return switch (this) {
      case Waiting w -> "waiting";
      case Active a -> "running";
      case Succeeded s -> "ok";
      case Failed f -> "failed";
      case Skipped s -> "skipped";
      case Cancelled c -> "cancelled";
    };
  }
}
