package orchestrate.coordinator.pool;

/**
 * How a worker has ended.
 *
 * @param cause for a person: what happened, why, and where to look
 * @param outOfMemory its JVM ended itself because it could get no more memory
 */
public record WorkerExit(String cause, boolean outOfMemory) {}
