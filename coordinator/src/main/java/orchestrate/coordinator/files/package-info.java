/** The files that tasks read and leave: found by their names, told apart, copied. */
@NullMarked
package orchestrate.coordinator.files;

import org.jspecify.annotations.NullMarked;
