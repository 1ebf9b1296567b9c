/** Reports of a run, written while it goes on: a page for people, JUnit's, a job log, a trace. */
@NullMarked
package orchestrate.coordinator.export;

import org.jspecify.annotations.NullMarked;
