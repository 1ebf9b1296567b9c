package orchestrate.coordinator.schedule;

import orchestrate.config.Limits;
import orchestrate.coordinator.plan.PlannedTask;

/**
 * The room that instances take while they run.
 *
 * @param commands slots that each belong to one command
 * @param java shares of slots: a slot for Java tasks is a worker, and has as many as that has
 *     threads
 * @param memory bytes, as declared
 */
record Demand(int commands, int java, long memory) {
  static final Demand NONE = new Demand(0, 0, 0);

  /** Of one instance. */
  static Demand of(PlannedTask task) {
    Limits limits = task.spec().limits();
    return task.isJava()
        ? new Demand(0, limits.cpus(), limits.memory())
        : new Demand(limits.cpus(), 0, limits.memory());
  }

  Demand plus(Demand other) {
    return new Demand(commands + other.commands, java + other.java, memory + other.memory);
  }

  Demand times(int count) {
    return new Demand(commands * count, java * count, memory * count);
  }
}
