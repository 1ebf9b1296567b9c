package orchestrate.coordinator.cli.sync;

import orchestrate.coordinator.cli.ExitCode;

/** The user's command could not be started; the message says why. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  Refusal(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
