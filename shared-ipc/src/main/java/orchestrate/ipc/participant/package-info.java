/** Who takes part in a session: one slot per process, and whether it is alive. */
@NullMarked
package orchestrate.ipc.participant;

import org.jspecify.annotations.NullMarked;
