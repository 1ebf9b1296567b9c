/** One-producer one-consumer message rings and the doorbell that wakes whoever reads them. */
@NullMarked
package orchestrate.ipc.channel;

import org.jspecify.annotations.NullMarked;
