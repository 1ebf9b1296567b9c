package orchestrate.coordinator.run;

import java.time.Duration;
import java.util.Map;
import orchestrate.coordinator.schedule.Outcome;

/** Why a running attempt was told to stop: what it ends as, however it then ends. */
sealed interface StopReason {
  record Timeout(Duration allowed) implements StopReason {}

  record Cancel(String reason) implements StopReason {}

  /** Its worker died, and it can't begin again in another. */
  record Lost(String cause) implements StopReason {}

  /** It is a service and hasn't become ready. */
  record NotReady(String reason) implements StopReason {}

  /** It is a service, and no task needs it any more. */
  record NotNeeded() implements StopReason {}

  default Outcome outcome(Duration measured) {
    return switch (this) {
      case Timeout(Duration allowed) -> new Outcome.TimedOut(measured, allowed);
      case Cancel(String reason) -> new Outcome.Cancelled(reason);
      case Lost(String cause) -> new Outcome.WorkerLost(cause);
      case NotReady(String reason) -> new Outcome.NotReady(reason);
      case NotNeeded() -> new Outcome.Succeeded(Map.of());
    };
  }
}
