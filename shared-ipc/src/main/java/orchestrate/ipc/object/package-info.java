/** What all named objects in shared memory have in common: recovery, and who waits. */
@NullMarked
package orchestrate.ipc.object;

import org.jspecify.annotations.NullMarked;
