/** Queues between processes, and how their elements become bytes. */
@NullMarked
package orchestrate.ipc.queue;

import org.jspecify.annotations.NullMarked;
