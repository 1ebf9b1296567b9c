package orchestrate.coordinator.schedule;

import orchestrate.coordinator.plan.PlannedTask;

/**
 * What of a run is cancelled: all of it, a task, or one instance of a fan-out.
 *
 * @param task negative for the whole run
 * @param instance {@link PlannedTask#WHOLE} for all of the task's
 */
public record Target(int task, long instance) {
  public static final Target RUN = new Target(-1, PlannedTask.WHOLE);

  /** A task with all of its instances. */
  public static Target task(int task) {
    return new Target(task, PlannedTask.WHOLE);
  }

  public boolean isRun() {
    return task < 0;
  }

  public boolean isInstance() {
    return instance != PlannedTask.WHOLE;
  }

  /** Whether this instance is part of it. */
  public boolean covers(int ofTask, long which) {
    return isRun() || (task == ofTask && (!isInstance() || instance == which));
  }
}
