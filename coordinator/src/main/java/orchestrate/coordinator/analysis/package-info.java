/** What a run's durations say: how they are spread, what held the run up, what cores would do. */
@NullMarked
package orchestrate.coordinator.analysis;

import org.jspecify.annotations.NullMarked;
