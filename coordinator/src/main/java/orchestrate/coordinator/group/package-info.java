/** Runs of one group, which never overlap. */
@NullMarked
package orchestrate.coordinator.group;

import org.jspecify.annotations.NullMarked;
