package orchestrate.coordinator.schedule;

import org.jspecify.annotations.Nullable;

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

  /** At least one instance did not succeed, which this task may: others take it as done. */
  record AllowedFailure() implements TaskStatus {}

  /** Its own condition said that it isn't wanted: others take it as done. */
  record Declined(String reason) implements TaskStatus {}

  /** It was not begun, because of what happened to others. */
  record Skipped(String reason) implements TaskStatus {}

  /** It, one of its instances, or the run was cancelled before it was done. */
  record Cancelled(String reason) implements TaskStatus {}

  default boolean isEnded() {
    return switch (this) {
      case Waiting w -> false;
      case Active a -> false;
      case Succeeded s -> true;
      case Failed f -> true;
      case AllowedFailure a -> true;
      case Declined d -> true;
      case Skipped s -> true;
      case Cancelled c -> true;
    };
  }

  /** Whether those who need the task may start. */
  default boolean isGood() {
    return this instanceof Succeeded || this instanceof AllowedFailure || this instanceof Declined;
  }

  /** Why it is as it is, where that is not its instances' doing; null otherwise. */
  default @Nullable String reason() {
    return switch (this) {
      case Declined(String reason) -> reason;
      case Skipped(String reason) -> reason;
      case Cancelled(String reason) -> reason;
      case Waiting w -> null;
      case Active a -> null;
      case Succeeded s -> null;
      case Failed f -> null;
      case AllowedFailure a -> null;
    };
  }

  /** The word for it in messages and reports. */
  default String word() {
    return switch (this) {
      case Waiting w -> "waiting";
      case Active a -> "running";
      case Succeeded s -> "ok";
      case Failed f -> "failed";
      case AllowedFailure a -> "allowed failure";
      case Declined d -> "skipped";
      case Skipped s -> "skipped";
      case Cancelled c -> "cancelled";
    };
  }
}
