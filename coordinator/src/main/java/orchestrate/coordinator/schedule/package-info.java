/** What to start next: pure decisions, with no clock, no I/O and no threads. */
@NullMarked
package orchestrate.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
