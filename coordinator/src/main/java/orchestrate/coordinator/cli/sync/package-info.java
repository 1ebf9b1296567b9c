/** {@code orchestrate sync}: the shared objects, for shell scripts. */
@NullMarked
package orchestrate.coordinator.cli.sync;

import org.jspecify.annotations.NullMarked;
