/**
 * Semaphores, locks, events and barriers that work across processes and survive the death of any.
 */
@NullMarked
package orchestrate.ipc.sync;

import org.jspecify.annotations.NullMarked;
