package orchestrate.coordinator.pool;

import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Readiness;

/** Is told how attempts end, on the run's thread. Each attempt ends exactly once. */
public interface PoolListener {
  /** Its worker says how it ended. */
  void finished(Attempt attempt, Finished finished);

  /** It is a service, and its worker says whether it has become ready. It goes on. */
  void probed(Attempt attempt, Readiness readiness);

  /** Its worker died under it. */
  void workerLost(Attempt attempt, WorkerExit exit);

  /** Its worker was killed for another attempt's sake; this one is begun again. */
  void begunAgain(Attempt attempt, WorkerExit exit);

  /** A worker gives way to a new one. */
  void workerRecycled(String worker, String because);

  /** No further worker can be had, for this reason; those that there are go on. Told once. */
  void workersLacking(String why);

  /** No worker could be started for it. */
  void notRun(Attempt attempt, String reason);
}
