package orchestrate.coordinator.journal;

import orchestrate.worker.protocol.Run;

/**
 * How an attempt ran, for reports. The journal does not keep it: what a worker is told may be long,
 * and is in the job file.
 *
 * @param run what the worker was told
 * @param worker its number; 0 if none was given it
 * @param lane of the worker
 * @param endedNanos when it ended, in nanoseconds since 1970: as its worker says, or else when we
 *     learnt of it
 * @param signal by which its command was ended; 0 if by none
 */
public record Ran(Run run, int worker, int lane, long endedNanos, int signal) {}
