package orchestrate.coordinator.cli;

/**
 * How the command ends, by whose turn it is. A run that a signal stopped ends with 128 and the
 * signal's number: 130 for SIGINT, 143 for SIGTERM.
 */
public enum ExitCode {
  /** All went well. */
  OK(0),
  /** Your tasks: at least one failed, or was skipped because another did. */
  TASKS_FAILED(1),
  /** Your input: the command line or the job file; nothing was run. */
  BAD_INPUT(2),
  /** This machine, or a fault of orchestrate: the run could not be carried through. */
  BROKEN(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
