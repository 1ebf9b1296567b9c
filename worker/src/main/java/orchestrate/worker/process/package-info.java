/** Processes in groups of their own: started by posix_spawn, stopped with all that they started. */
@NullMarked
package orchestrate.worker.process;

import org.jspecify.annotations.NullMarked;
