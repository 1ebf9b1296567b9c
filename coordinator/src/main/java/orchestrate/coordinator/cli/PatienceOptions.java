package orchestrate.coordinator.cli;

import orchestrate.config.JobFile;
import orchestrate.coordinator.plan.RunLimits.Patience;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What to do when tasks fail: one of these, or what the job file says. */
final class PatienceOptions {
  @CommandLine.Option(
      names = "--fail-fast",
      description = "Stops the run at the first failure. What runs is asked to end, then killed.")
  private boolean failFast;

  @CommandLine.Option(
      names = "--keep-going",
      description =
          "Runs all that does not need what has failed (default, unless the job file has"
              + " max-failures).")
  private boolean keepGoing;

  @CommandLine.Option(
      names = "--max-failures",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Stops the run at the Nth failure; each failed item of a for-each is one.")
  private @Nullable Integer maxFailures;

  /** These, or those if nothing is said here. */
  PatienceOptions over(PatienceOptions others) {
    return failFast || keepGoing || maxFailures != null ? this : others;
  }

  Patience of(JobFile job) {
    if (failFast) {
      return new Patience(1, "--fail-fast");
    }
    if (maxFailures != null) {
      return new Patience(maxFailures, "--max-failures " + maxFailures);
    }
    if (keepGoing || job.maxFailures().isEmpty()) {
      return Patience.ENDLESS;
    }
    int max = job.maxFailures().getAsInt();
    return new Patience(max, "max-failures: " + max);
  }
}
