package orchestrate.coordinator.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Recycle;
import orchestrate.config.TaskThreads;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.Secrets;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * How the workers of a run are set up.
 *
 * @param slots how many workers for Java tasks there are, and how many commands run at a time
 * @param services how many commands may run beside those
 * @param threads on which a worker for Java tasks runs them
 * @param recycle when it gives way to a new one
 * @param durableQueues whether the job has such, which workers for Java tasks then can open
 * @param session the folder of the run's shared memory
 * @param javaOptions further JVM options of the workers for Java tasks, by the user
 * @param secrets of all tasks
 * @param withheld variables of the coordinator's own environment that no task gets
 * @param trace the span of the run; null if nobody traces it
 * @param environment of all tasks, added to the coordinator's own
 */
public record PoolSetup(
    int slots,
    int services,
    TaskThreads threads,
    Recycle recycle,
    boolean durableQueues,
    Path session,
    Path runFolder,
    Path jobFolder,
    List<String> javaOptions,
    Secrets secrets,
    Set<String> withheld,
    @Nullable TraceContext trace,
    Map<String, String> environment) {
  /** The variable that tells every process of a run which run it belongs to. */
  public static final String RUN_VARIABLE = "ORCHESTRATE_RUN";

  /** How many lanes there may be of a kind. */
  int lanes(WorkerKind kind) {
    return switch (kind) {
      case JAVA -> slots * threads.count();
      case COMMANDS -> slots + services;
    };
  }

  /** How many lanes one worker of that kind has. */
  int lanesOfOne(WorkerKind kind) {
    return switch (kind) {
      case JAVA -> threads.count();
      case COMMANDS -> slots + services;
    };
  }

  WorkerSetup worker(int number, WorkerKind kind, int lanes) {
    return new WorkerSetup(
        session,
        number,
        lanes,
        kind == WorkerKind.JAVA && threads.virtual(),
        ProcessHandle.current().pid(),
        runFolder,
        jobFolder,
        withheld,
        trace,
        environment);
  }
}
