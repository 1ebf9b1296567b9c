package orchestrate.coordinator.pool;

/** What a worker is kept for. */
public enum WorkerKind {
  /** Java tasks: one lane in each of as many JVMs as there are slots, warm and apart. */
  JAVA,
  /** Commands: one JVM with as many lanes as there are slots; the work is in the commands. */
  COMMANDS;

  /** How many lanes one worker of this kind has, of the run's slots. */
  int lanesOf(int slots) {
    return switch (this) {
      case JAVA -> 1;
      case COMMANDS -> slots;
    };
  }
}
