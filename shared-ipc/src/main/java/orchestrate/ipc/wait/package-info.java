/** How a thread waits until a word in shared memory changes. */
@NullMarked
package orchestrate.ipc.wait;

import org.jspecify.annotations.NullMarked;
