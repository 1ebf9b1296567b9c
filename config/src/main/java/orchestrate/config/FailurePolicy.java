package orchestrate.config;

import java.util.Set;

/**
 * What counts as a failure of a task, and what follows from one.
 *
 * @param failFast the first instance that fails for good ends the others
 * @param allowFailure a failure is told, but those who need the task run, and the run succeeds
 * @param successExitCodes exit codes that mean success, besides 0
 */
public record FailurePolicy(boolean failFast, boolean allowFailure, Set<Integer> successExitCodes) {
  public static final FailurePolicy DEFAULT = new FailurePolicy(false, false, Set.of());

  public FailurePolicy {
    successExitCodes = Set.copyOf(successExitCodes);
  }
}
