package orchestrate.coordinator.cli.history;

import java.util.List;
import java.util.stream.Collectors;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunHistory;
import org.jspecify.annotations.Nullable;

/**
 * The run that a command is about.
 *
 * @param run null if there is none such, or more than one
 * @param refusal what is said then
 */
record ChosenRun(@Nullable PastRun run, String refusal) {
  /**
   * Looks for it.
   *
   * @param start its id, or the beginning of that; null for the last run
   */
  static ChosenRun of(RunHistory history, @Nullable String start) {
    List<PastRun> runs =
        start == null ? history.last().stream().toList() : history.beginningWith(start);
    if (runs.size() == 1) {
      return new ChosenRun(runs.getFirst(), "");
    }
    return new ChosenRun(
        null,
        runs.isEmpty()
            ? "no run%s in %s; orchestrate runs lists them"
                .formatted(
                    start == null ? "" : " with an id that begins " + start, history.folder())
            : "several runs have ids that begin so: "
                + runs.stream().limit(10).map(PastRun::id).collect(Collectors.joining(", "))
                + (runs.size() > 10 ? ", ..." : ""));
  }
}
