/** What this machine has of that which orchestrate uses. */
@NullMarked
package orchestrate.coordinator.doctor;

import org.jspecify.annotations.NullMarked;
