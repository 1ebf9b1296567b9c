package orchestrate.coordinator.pool;

/** What a worker is kept for. */
public enum WorkerKind {
  /** Java tasks: one JVM for each slot, warm and apart, with a lane or several. */
  JAVA,
  /** Commands: one JVM with a lane for each slot and each service; the work is in the commands. */
  COMMANDS
}
