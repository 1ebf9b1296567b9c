/** What is seen of a run at the foot of a terminal while it goes on. */
@NullMarked
package orchestrate.coordinator.live;

import org.jspecify.annotations.NullMarked;
