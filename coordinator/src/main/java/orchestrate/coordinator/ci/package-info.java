/**
 * What CI systems read in the log of a job: lines that fold, mark, mask; and how none is forged.
 */
@NullMarked
package orchestrate.coordinator.ci;

import org.jspecify.annotations.NullMarked;
