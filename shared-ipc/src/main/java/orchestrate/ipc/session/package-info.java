/** A folder of named objects, the processes that share it, and what happens when one dies. */
@NullMarked
package orchestrate.ipc.session;

import org.jspecify.annotations.NullMarked;
