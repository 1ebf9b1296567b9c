/** The command line. */
@NullMarked
package orchestrate.coordinator.cli;

import org.jspecify.annotations.NullMarked;
