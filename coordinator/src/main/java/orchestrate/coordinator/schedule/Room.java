package orchestrate.coordinator.schedule;

import orchestrate.config.Limits;

/** The slots and the memory that running tasks have left. */
final class Room {
  private final int allSlots;
  private final long allMemory;
  private long slots;
  private long memory;

  Room(int slots, long memory) {
    this.allSlots = slots;
    this.allMemory = memory;
    this.slots = slots;
    this.memory = memory;
  }

  boolean hasSlots(long needed) {
    return needed <= slots;
  }

  boolean hasMemory(long needed) {
    return needed <= memory;
  }

  /** Whether there would be so much if nothing ran. */
  boolean couldHave(long neededSlots, long neededMemory) {
    return neededSlots <= allSlots && neededMemory <= allMemory;
  }

  boolean isFull() {
    return slots == 0;
  }

  void take(Limits limits) {
    slots -= limits.cpus();
    memory -= limits.memory();
  }

  void give(Limits limits) {
    slots += limits.cpus();
    memory += limits.memory();
  }
}
