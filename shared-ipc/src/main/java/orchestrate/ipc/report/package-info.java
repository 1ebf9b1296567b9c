/** Who waits for whom, and whether it can ever end. */
@NullMarked
package orchestrate.ipc.report;

import org.jspecify.annotations.NullMarked;
