package orchestrate.coordinator.cli;

/**
 * How the command ends, by whose turn it is. A run that a signal stopped ends with 128 and the
 * signal's number: 130 for SIGINT, 143 for SIGTERM.
 *
 * <p>Where {@code sync} runs a command of yours, its exit code is ours, or 128 and the number of
 * the signal that ended it; 124 to 127 are used as by {@code timeout} of GNU.
 */
public enum ExitCode {
  /** All went well. */
  OK(0),
  /** Your tasks: at least one failed, was cancelled, or was skipped because another did. */
  TASKS_FAILED(1),
  /** Your processes: the barrier is broken, the queue is closed. */
  NO_MORE(1),
  /** Your input: the command line or the job file; nothing was run. */
  BAD_INPUT(2),
  /**
   * This machine, or a fault of orchestrate: the run could not be carried through; or all went
   * well, and a report of it could not be written.
   */
  BROKEN(3),
  /**
   * What {@code sync} waited for did not come in the time that you gave it; or the run did not get
   * its turn in its concurrency group, and nothing was run.
   */
  TIMED_OUT(124),
  /**
   * Your command was not run: {@link #BAD_INPUT} or {@link #BROKEN}, but not taken for its code.
   */
  NOT_RUN(125),
  /** Your command was not run: the program can't be executed. */
  NOT_EXECUTABLE(126),
  /** Your command was not run: there is no such program. */
  NOT_FOUND(127);

  /** From here on it is a signal that has ended the run. */
  static final int BY_SIGNAL = 128;

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
