package orchestrate.ipc.participant;

/**
 * A process in a session, as it was when asked.
 *
 * @param slot its place in the session, from 1
 * @param generation how often the slot has been taken: slot and generation together are never used
 *     twice
 * @param pid its process
 * @param label what it calls itself
 * @param alive whether it was alive; a stopped process is
 */
public record Participant(int slot, int generation, int pid, String label, boolean alive) {
  /** For messages: {@code worker-3 (pid 4711)}, with a note if it is dead. */
  public String describe() {
    return "%s (pid %d%s)".formatted(label, pid, alive ? "" : ", dead");
  }
}
