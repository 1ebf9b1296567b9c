/** A job in words: what its file says, field by field, for people and to be compared with. */
@NullMarked
package orchestrate.coordinator.describe;

import org.jspecify.annotations.NullMarked;
