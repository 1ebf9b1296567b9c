/** Why a task of a run did what it did, worked out from what the run has left. */
@NullMarked
package orchestrate.coordinator.explain;

import org.jspecify.annotations.NullMarked;
