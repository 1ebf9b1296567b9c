package orchestrate.coordinator.machine;

import java.nio.file.Path;

/**
 * What this machine, or the cgroup that we are in, has of memory, in bytes.
 *
 * @param total negative if it can't be known
 * @param available without swapping; negative if it can't be known
 */
public record MachineMemory(long total, long available) {
  /** As it is now. */
  public static MachineMemory now() {
    Memory memory = Memory.under(Path.of("/"));
    return new MachineMemory(memory.total(), memory.available());
  }
}
