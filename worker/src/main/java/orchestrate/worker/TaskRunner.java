package orchestrate.worker;

import orchestrate.worker.protocol.Finished.Ending;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Stop;

/** One attempt, about to run in a lane. */
sealed interface TaskRunner permits CommandTaskRunner, JavaTaskRunner {
  /** Runs it to its end, on the lane's thread. */
  Ending run();

  /** What it has used, once {@link #run} has returned after so long. On the lane's thread. */
  ResourceUse use(long nanos);

  /**
   * Makes the worker as it was for the task that comes next, on the lane's thread: a command leaves
   * nothing.
   *
   * @param nanoTime when {@link #run} returned
   * @return how many warnings went to the log
   */
  default int cleanUp(long nanoTime) {
    return 0;
  }

  /** How many subtasks have gone well in this lane. */
  default long forked() {
    return 0;
  }

  /** When it was over, by {@link System#nanoTime}, if it is one of a pipeline; else 0. */
  default long endedAt() {
    return 0;
  }

  /**
   * Makes {@link #run} return soon, from another thread, as far as a worker can: a Java task that
   * does not listen can only be ended by ending the worker, and the coordinator does that.
   */
  void stop(Stop.Rung rung);
}
