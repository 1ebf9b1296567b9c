package orchestrate.coordinator.report;

/** In which way a person is told of a run. */
public record Manner(Verbosity verbosity, Colours colours) {
  public boolean isQuiet() {
    return verbosity == Verbosity.QUIET;
  }

  boolean isVerbose() {
    return verbosity == Verbosity.VERBOSE;
  }
}
