package orchestrate.durable;

/** What must not cost an element once {@code put} has returned. */
public enum Durability {
  /**
   * The death of any number of processes, all of them included. The elements are with the kernel,
   * which writes them to the disk when it sees fit, usually within 30 seconds: what a crash of the
   * system or a power loss catches before is lost, from the end of the queue. No system call.
   */
  PROCESS_DEATH,

  /**
   * Also a crash of the system and a power loss, as far as the disk keeps what it said it has
   * written. {@code put} and {@code addAll} return when it said so: some milliseconds for each
   * call, so add many at once.
   */
  POWER_LOSS
}
