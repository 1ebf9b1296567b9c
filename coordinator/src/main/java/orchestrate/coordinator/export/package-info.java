/** Reports of a run for other programs, written while it goes on: JUnit's, a job log, a trace. */
@NullMarked
package orchestrate.coordinator.export;

import org.jspecify.annotations.NullMarked;
