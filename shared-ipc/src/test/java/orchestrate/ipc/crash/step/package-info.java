/** Counts every access to what processes share, and ends a life at one of them. */
@NullMarked
package orchestrate.ipc.crash.step;

import org.jspecify.annotations.NullMarked;
