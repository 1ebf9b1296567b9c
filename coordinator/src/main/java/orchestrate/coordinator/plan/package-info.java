/** From a job file to a plan: the graph of tasks, their classes found or compiled. */
@NullMarked
package orchestrate.coordinator.plan;

import org.jspecify.annotations.NullMarked;
