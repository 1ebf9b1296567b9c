/** What people and programs are told of a run. */
@NullMarked
package orchestrate.coordinator.report;

import org.jspecify.annotations.NullMarked;
