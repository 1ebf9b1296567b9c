/** What a run may have of this machine, of which others want something too: cores and memory. */
@NullMarked
package orchestrate.coordinator.machine;

import org.jspecify.annotations.NullMarked;
