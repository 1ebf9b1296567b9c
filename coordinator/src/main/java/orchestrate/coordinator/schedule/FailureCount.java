package orchestrate.coordinator.schedule;

import orchestrate.coordinator.plan.RunLimits.Patience;
import org.jspecify.annotations.Nullable;

/** Counts the failures of a run, up to the one that ends it. */
final class FailureCount {
  private final Patience patience;
  private int failures;

  FailureCount(Patience patience) {
    this.patience = patience;
  }

  /** One more. Says why the run is to be stopped, if that was one too many. */
  @Nullable String add(String instance) {
    if (failures == Integer.MAX_VALUE || ++failures < patience.failures()) {
      return null;
    }
    return failures == 1
        ? "stopped after 1 failure (%s): %s".formatted(patience.by(), instance)
        : "stopped after %d failures (%s), the last one: %s"
            .formatted(failures, patience.by(), instance);
  }
}
