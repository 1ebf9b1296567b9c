package orchestrate.coordinator.schedule;

import java.time.Duration;
import java.util.Map;

/** How one attempt ended. */
public sealed interface Outcome {
  /** It did what it was for; the outputs are for the tasks that need it. */
  record Succeeded(Map<String, String> outputs) implements Outcome {}

  /** It ran and ended badly. */
  record Failed(String reason) implements Outcome {}

  /** It never ran. */
  record FailedToStart(String reason) implements Outcome {}

  /** It took longer than it was allowed, and was stopped. */
  record TimedOut(Duration measured, Duration allowed) implements Outcome {}

  /** It was stopped, or never begun, because someone wished so. */
  record Cancelled(String by) implements Outcome {}

  /** The worker that ran it died under it. */
  record WorkerLost(String cause) implements Outcome {}

  /** For a person: why it did not succeed. */
  default String reason() {
    return switch (this) {
      case Succeeded succeeded -> "succeeded";
      case Failed(String reason) -> reason;
      case FailedToStart(String reason) -> "could not be started: " + reason;
      case TimedOut(Duration measured, Duration allowed) ->
          "timed out: ran for %.1f s of %.1f s allowed"
              .formatted(measured.toMillis() / 1e3, allowed.toMillis() / 1e3);
      case Cancelled(String by) -> "cancelled by " + by;
      case WorkerLost(String cause) -> cause;
    };
  }
}
