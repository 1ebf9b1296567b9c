/** What earlier runs of a job have left in its folder, and what those under way have so far. */
@NullMarked
package orchestrate.coordinator.history;

import org.jspecify.annotations.NullMarked;
