/** One run of a plan: the loop that takes an event and acts on the decisions. */
@NullMarked
package orchestrate.coordinator.run;

import org.jspecify.annotations.NullMarked;
