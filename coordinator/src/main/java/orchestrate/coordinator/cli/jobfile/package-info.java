/** The commands that look at a job file, or help to write one, and run nothing. */
@NullMarked
package orchestrate.coordinator.cli.jobfile;

import org.jspecify.annotations.NullMarked;
