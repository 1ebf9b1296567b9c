package orchestrate.coordinator.report;

/** How much is told of a run while it goes on. */
public enum Verbosity {
  /** What fails, and what keeps it from going on as it should. */
  QUIET,
  /** Also how tasks end, and what they print as far as the job file wants that shown. */
  NORMAL,
  /** Also when each attempt begins and how it ends, and every failure instead of the first few. */
  VERBOSE
}
