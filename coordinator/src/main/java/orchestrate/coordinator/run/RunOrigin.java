package orchestrate.coordinator.run;

import java.io.IOException;
import java.util.function.Consumer;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.journal.Segment;
import orchestrate.coordinator.plan.Plan;

/** Where a run begins: anew, or where it was when its process had ended. */
public interface RunOrigin {
  /** Which part of its journal is to be written. */
  Segment segment() throws IOException;

  /**
   * Brings it there.
   *
   * @param past is told what has happened so far, as far as it counts
   * @param now in milliseconds since 1970
   */
  RunState state(Consumer<RunEvent> past, long now) throws IOException;

  /** A new run, which nothing has happened in. */
  static RunOrigin fresh(Plan plan, RunFolder folder) {
    return new RunOrigin() {
      @Override
      public Segment segment() {
        return Segment.first(folder.path());
      }

      @Override
      public RunState state(Consumer<RunEvent> past, long now) {
        return RunState.fresh(plan, folder.id(), now);
      }
    };
  }
}
