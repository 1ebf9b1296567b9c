/**
 * One-producer one-consumer message rings, the doorbell that wakes whoever reads them, and the
 * channel between two processes that is made of them.
 */
@NullMarked
package orchestrate.ipc.channel;

import org.jspecify.annotations.NullMarked;
