/** Whether what a task has done is still as good as if it were done again. */
@NullMarked
package orchestrate.coordinator.fresh;

import org.jspecify.annotations.NullMarked;
