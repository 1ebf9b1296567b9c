package orchestrate.coordinator.journal;

import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ran. The journal keeps where and until when, to the microsecond, but not what the
 * worker was told: that may be long, and can be worked out again from the job file.
 *
 * @param run what the worker was told; null if nobody wants to know
 * @param worker its number; 0 if none was given it, or if that is not known
 * @param lane of the worker
 * @param endedNanos when it ended, in nanoseconds since 1970: as its worker says, or else when we
 *     learnt of it
 * @param signal by which its command was ended; 0 if by none
 */
public record Ran(@Nullable Run run, int worker, int lane, long endedNanos, int signal) {}
