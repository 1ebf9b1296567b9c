package orchestrate.coordinator.schedule;

import orchestrate.config.Limits;

/** The slots and the memory that there are, and what of them running tasks have taken. */
final class Room {
  private final int planned;
  private final long memory;
  private int slots;
  private int slotsInUse;
  private long memoryInUse;
  private int heldBack;

  Room(int slots, long memory) {
    this.planned = slots;
    this.memory = memory;
    this.slots = slots;
  }

  /** From now on there are so many; what runs above that runs on. */
  void changeSlots(int now) {
    slots = now;
  }

  /** It is to be seen again what can be started, and what is held back. */
  void beginStarting() {
    heldBack = 0;
  }

  /**
   * Whether there are so many slots; if not, that holds a start back. With nothing else running
   * there are in any case: a machine that has to share might never have more.
   *
   * @param ahead so many may wait in the lanes beyond the slots; none does while others need the
   *     machine, for we would have to know which lanes are ours to use
   */
  boolean hasSlots(int needed, int ahead) {
    int most = slots == planned ? slots + ahead : slots;
    boolean has = slotsInUse == 0 || slotsInUse + needed <= most;
    heldBack = has ? 0 : needed;
    return has;
  }

  boolean hasMemory(long needed) {
    return needed <= memory - memoryInUse;
  }

  /** Whether there would be so much, were it as planned and nothing ran. */
  boolean couldHave(int neededSlots, long neededMemory) {
    return neededSlots <= planned && neededMemory <= memory;
  }

  /** What waits in a lane uses none. */
  int slotsInUse() {
    return Math.min(slotsInUse, planned);
  }

  /** As many as would let start what is held back; as many as are in use if nothing is. */
  int slotsWanted() {
    int wanted = slotsInUse + heldBack;
    return wanted <= planned ? wanted : slotsInUse();
  }

  void take(Limits limits) {
    slotsInUse += limits.cpus();
    memoryInUse += limits.memory();
  }

  void give(Limits limits) {
    slotsInUse -= limits.cpus();
    memoryInUse -= limits.memory();
  }
}
