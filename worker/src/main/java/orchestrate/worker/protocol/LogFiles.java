package orchestrate.worker.protocol;

import java.nio.file.Path;

/** Where an attempt's log is: both sides know, so that its name never has to be sent. */
public record LogFiles(Path folder) {
  private static final String ENDING = ".log";

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

  /**
   * {@code TASK.ATTEMPT/SUBTASK.ATTEMPT.log}: beside the log of the attempt that forked it, in a
   * folder of the same name, and so on for its own subtasks.
   */
  public Path of(Subtask subtask, int attempt) {
    String parent = subtask.parentLog();
    return folder
        .resolve(parent.substring(0, parent.length() - ENDING.length()))
        .resolve(subtask.number() + "." + attempt + ENDING);
  }

  /** A log's path as subtasks are told it. */
  public String relative(Path log) {
    return folder.relativize(log).toString();
  }

  /** {@code TASK.ATTEMPT.ready.log}: what the command last printed that looks at a service. */
  public Path ofProbe(String task, int attempt) {
    return folder.resolve(task + "." + attempt + ".ready" + ENDING);
  }

  /** Where such a command of a lane writes to until that is worth a file of its own. */
  public Path ofProbes(int worker, int lane) {
    return folder.resolve(".probe-" + worker + "-" + lane + ENDING);
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
