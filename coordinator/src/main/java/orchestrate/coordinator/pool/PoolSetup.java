package orchestrate.coordinator.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.worker.WorkerSetup;

/**
 * How the workers of a run are set up.
 *
 * @param slots how many tasks run at a time
 * @param session the folder of the run's shared memory
 * @param javaOptions further JVM options of the workers for Java tasks, by the user
 * @param environment of all tasks, added to the coordinator's own
 */
public record PoolSetup(
    int slots,
    Path session,
    Path runFolder,
    Path jobFolder,
    List<String> javaOptions,
    Map<String, String> environment) {
  /** The variable that tells every process of a run which run it belongs to. */
  public static final String RUN_VARIABLE = "ORCHESTRATE_RUN";

  String runId() {
    return String.valueOf(environment.get(RUN_VARIABLE));
  }

  WorkerSetup worker(int number, int lanes) {
    return new WorkerSetup(
        session, number, lanes, ProcessHandle.current().pid(), runFolder, jobFolder, environment);
  }
}
