/** Commands about runs that there were, and that are under way. */
@NullMarked
package orchestrate.coordinator.cli.history;

import org.jspecify.annotations.NullMarked;
