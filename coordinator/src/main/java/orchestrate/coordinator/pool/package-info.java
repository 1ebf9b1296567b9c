/** The worker processes: started, given work, stopped, replaced when they die. */
@NullMarked
package orchestrate.coordinator.pool;

import org.jspecify.annotations.NullMarked;
