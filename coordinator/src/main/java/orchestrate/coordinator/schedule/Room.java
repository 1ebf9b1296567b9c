package orchestrate.coordinator.schedule;

/** The slots and the memory that there are, and what of them running tasks have taken. */
final class Room {
  private final int planned;
  private final int threads;
  private final long memory;
  private int slots;
  private int commandsInUse;
  private int javaInUse;
  private long memoryInUse;
  private int heldBack;

  /**
   * @param threads how many Java tasks share a slot, since one worker runs them
   */
  Room(int slots, int threads, long memory) {
    this.planned = slots;
    this.threads = threads;
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
   * there are if there is one at all: a machine that has to share might never have more.
   *
   * @param ahead so many may wait beyond the slots; none does while others need the machine, for we
   *     would have to know which lanes are ours to use
   */
  boolean hasSlots(Demand needed, int ahead) {
    int inUse = slots(commandsInUse, javaInUse);
    int then = slots(commandsInUse + needed.commands(), javaInUse + needed.java());
    int beyond = needed.java() > 0 ? Math.ceilDiv(ahead, threads) : ahead;
    int most = slots == planned ? slots + beyond : slots;
    boolean has = slots > 0 && (inUse == 0 || then <= most);
    heldBack = has ? 0 : then - inUse;
    return has;
  }

  private int slots(int commands, int java) {
    return commands + Math.ceilDiv(java, threads);
  }

  boolean hasMemory(Demand needed) {
    return needed.memory() <= memory - memoryInUse;
  }

  /** Whether there would be so much, were it as planned and nothing ran. */
  boolean couldHave(Demand needed) {
    return slots(needed.commands(), needed.java()) <= planned && needed.memory() <= memory;
  }

  /** What waits in a lane uses none. */
  int slotsInUse() {
    return Math.min(slots(commandsInUse, javaInUse), planned);
  }

  /** As many as would let start what is held back; as many as are in use if nothing is. */
  int slotsWanted() {
    int wanted = slotsInUse() + heldBack;
    return wanted <= planned ? wanted : slotsInUse();
  }

  void take(Demand taken) {
    commandsInUse += taken.commands();
    javaInUse += taken.java();
    memoryInUse += taken.memory();
  }

  void give(Demand given) {
    commandsInUse -= given.commands();
    javaInUse -= given.java();
    memoryInUse -= given.memory();
  }
}
