/** What a run would do, told without running anything: the order of its tasks, and their graph. */
@NullMarked
package orchestrate.coordinator.preview;

import org.jspecify.annotations.NullMarked;
