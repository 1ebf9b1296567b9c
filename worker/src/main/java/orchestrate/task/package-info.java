/** All that a user's Java task sees of orchestrate. */
@NullMarked
package orchestrate.task;

import org.jspecify.annotations.NullMarked;
