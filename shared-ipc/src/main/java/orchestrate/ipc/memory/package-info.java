/** Memory mapped from files: the ground that every primitive stands on. */
@NullMarked
package orchestrate.ipc.memory;

import org.jspecify.annotations.NullMarked;
