package orchestrate.coordinator.schedule;

import orchestrate.config.Condition;
import orchestrate.config.Need.When;

/**
 * A task that needs another.
 *
 * @param however whether the other needn't have succeeded
 */
record Dependent(TaskProgress task, boolean however) {
  /**
   * @param need which of the task's needs it is
   */
  static Dependent of(TaskProgress task, int need) {
    var spec = task.task().spec();
    Condition condition = spec.condition();
    boolean asks = condition != null && condition.asksHowItWent();
    return new Dependent(task, asks || spec.needs().get(need).when() == When.COMPLETED);
  }
}
