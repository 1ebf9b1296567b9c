/**
 * Locks, semaphores, events, barriers, latches and counters that work across processes and survive
 * the death of any.
 */
@NullMarked
package orchestrate.ipc.sync;

import org.jspecify.annotations.NullMarked;
