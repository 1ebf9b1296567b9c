package orchestrate.coordinator.run;

import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.autopsy.SignalNames;
import orchestrate.worker.protocol.Finished;

/** What a worker's word of an attempt's end means for the run. */
final class Outcomes {
  private static final String JVM_FAILED =
      "; its worker was replaced (workers.java-options can give more memory: -Xmx, more stack:"
          + " -Xss)";

  private static final String FOREGROUND =
      ": a service must not end, nor go to the background, before it is stopped";

  private static final int SHELL_SIGNAL_BASE = 128;

  private final SignalNames signals;

  Outcomes(SignalNames signals) {
    this.signals = signals;
  }

  /** Of one that ended by itself. Whether the files are there that it promised is not known yet. */
  Outcome of(Finished.Ending ending) {
    return switch (ending) {
      case Finished.Succeeded(var values) -> new Outcome.Succeeded(values);
      case Finished.Exited(int code) -> new Outcome.Exited(code, exitCode(code));
      case Finished.Signalled(int signal) ->
          new Outcome.Crashed("killed by " + signals.describe(signal));
      case Finished.Threw(String exception) -> threw(exception, exception);
      case Finished.JvmFailed(String error) -> threw(error, error + JVM_FAILED);
      case Finished.NotStarted(String reason) -> new Outcome.FailedToStart(reason);
      case Finished.BarrierBroken(String reason) -> new Outcome.Failed(reason);
      case Finished.BadOutputs(String reason) -> new Outcome.Failed(reason);
    };
  }

  /**
   * Of a service that nobody has asked to end.
   *
   * @param wasReady whether others could use it
   */
  Outcome ofService(Finished.Ending ending, boolean wasReady) {
    String when = wasReady ? ", while tasks still needed it" : ", before it was ready";
    return switch (of(ending)) {
      case Outcome.Succeeded _ -> new Outcome.Exited(0, exitCode(0) + when + FOREGROUND);
      case Outcome.Exited(int code, String reason) -> new Outcome.Exited(code, reason + when);
      case Outcome.Crashed(String reason) -> new Outcome.Crashed(reason + when);
      case Outcome other -> other;
    };
  }

  /** By the name of its class, with which the text begins. */
  private static Outcome threw(String exception, String reason) {
    return exception.startsWith(OutOfMemoryError.class.getName())
        ? new Outcome.OutOfMemory(reason)
        : new Outcome.Failed(reason);
  }

  /** A program may choose such a code itself: it is told what a shell means by it, not more. */
  private String exitCode(int code) {
    int signal = code - SHELL_SIGNAL_BASE;
    return SignalNames.isKnown(signal)
        ? "exit code %d, by which a shell says that what it ran was killed by %s"
            .formatted(code, signals.describe(signal))
        : "exit code " + code;
  }
}
