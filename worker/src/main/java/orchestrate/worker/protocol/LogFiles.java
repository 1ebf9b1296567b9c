package orchestrate.worker.protocol;

import java.nio.file.Path;

/** Where an attempt's log is: both sides know, so that its name never has to be sent. */
public record LogFiles(Path folder) {
  /** The logs of a run. */
  public static LogFiles of(Path runFolder) {
    return new LogFiles(runFolder.resolve("logs"));
  }

  /**
   * {@code TASK/INSTANCE.ATTEMPT.log} for an instance of a fan-out, {@code TASK.ATTEMPT.log} else.
   */
  public Path of(String task, long instance, int attempt, boolean fanOut) {
    return fanOut
        ? folder.resolve(task).resolve(instance + "." + attempt + ".log")
        : folder.resolve(task + "." + attempt + ".log");
  }

  /** Where the command in a lane writes to until its attempt has a log of its own. */
  public Path ofLane(int worker, int lane) {
    return folder.resolve(".lane-" + worker + "-" + lane + ".log");
  }

  /** What a worker's JVM writes when it crashes. */
  public Path ofCrash(int worker) {
    return folder.resolve("hs_err_worker-" + worker + ".log");
  }

  /** What a worker prints outside of any task: why its JVM could not start, for one. */
  public Path ofWorker(int worker) {
    return folder.resolve("worker-" + worker + ".log");
  }
}
