package orchestrate.coordinator.schedule;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one attempt ended. */
public sealed interface Outcome {
  /** It did what it was for; the outputs are for the tasks that need it. */
  record Succeeded(Map<String, String> outputs) implements Outcome {
    @Override
    public String reason() {
      return "succeeded";
    }
  }

  /**
   * It need not be run: it has succeeded before, and nothing has changed since.
   *
   * @param restored how many of its files were put back
   * @param since the run that has done it; null if that is not known
   */
  record UpToDate(Map<String, String> outputs, long restored, @Nullable String since)
      implements Outcome {
    @Override
    public String reason() {
      return "up to date";
    }
  }

  /** It was stopped, or never begun, because someone wished so, or because of another failure. */
  record Cancelled(String reason) implements Outcome {}

  /** It did not do what it was for. */
  sealed interface Failure extends Outcome {}

  /** It ran and ended badly, in a way of its own. */
  record Failed(String reason) implements Failure {}

  /** Its command ended with a code that means failure. */
  record Exited(int code, String reason) implements Failure {}

  /** Its command was ended by a signal. */
  record Crashed(String reason) implements Failure {}

  /** Its Java code had not enough memory. */
  record OutOfMemory(String reason) implements Failure {}

  /** It never ran. */
  record FailedToStart(String reason) implements Failure {}

  /** It took longer than it was allowed, and was stopped. */
  record TimedOut(Duration measured, Duration allowed) implements Failure {
    @Override
    public String reason() {
      return "timed out: ran for %.1f s of %.1f s allowed"
          .formatted(measured.toMillis() / 1e3, allowed.toMillis() / 1e3);
    }
  }

  /** It is a service that did not become ready in time, and was stopped. */
  record NotReady(String reason) implements Failure {}

  /** The worker that ran it died under it. */
  record WorkerLost(String reason) implements Failure {}

  /**
   * It is part of a pipeline that failed: whatever it did was of no use.
   *
   * @param cause how the task ended that was the first to fail
   */
  record PipelineFailed(String reason, Failure cause) implements Failure {}

  /** For a person: why it did not succeed. */
  String reason();

  /** A word for programs, which stays what it is. */
  default String word() {
    return switch (this) {
      case Succeeded _ -> "succeeded";
      case UpToDate _ -> "upToDate";
      case Cancelled _ -> "cancelled";
      case Failed _ -> "failed";
      case Exited _ -> "exited";
      case Crashed _ -> "crashed";
      case OutOfMemory _ -> "outOfMemory";
      case FailedToStart _ -> "failedToStart";
      case TimedOut _ -> "timedOut";
      case NotReady _ -> "notReady";
      case WorkerLost _ -> "workerLost";
      case PipelineFailed _ -> "pipelineFailed";
    };
  }

  /** Whether it is as it should be. */
  default boolean isGood() {
    return this instanceof Succeeded || this instanceof UpToDate;
  }
}
