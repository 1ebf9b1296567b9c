/** The durable record of everything that happened in a run. */
@NullMarked
package orchestrate.coordinator.journal;

import org.jspecify.annotations.NullMarked;
