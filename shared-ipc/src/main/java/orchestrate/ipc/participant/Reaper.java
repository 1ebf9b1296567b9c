package orchestrate.ipc.participant;

import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.os.RobustList;

/**
 * What is to be done about a slot, decided by looking at it: a dead owner's holdings are given back
 * at once, and once more when its process is really gone, before the slot can be used again.
 *
 * <p>Why twice: the kernel marks the keeper thread's death, and other threads of its process may
 * run some microseconds longer and take something more.
 *
 * <p>Any number of processes may do this at once, and each may die at any point: giving back is
 * idempotent and the steps are compare-and-sets that carry the generation.
 */
final class Reaper {
  /** Gives back what a participant holds; called while it may not be given to others. */
  interface Recovery {
    void recover(int slot, int generation);
  }

  /** What a look at a slot told. */
  enum Finding {
    FREE,
    ALIVE,
    /** Just recovered by us. */
    DIED,
    /** Recovered, but its process is still going away. */
    GOING
  }

  private final ParticipantTable table;
  private final Recovery recovery;

  Reaper(ParticipantTable table, Recovery recovery) {
    this.table = table;
    this.recovery = recovery;
  }

  Finding look(int slot) {
    long word = table.stateWord(slot);
    int generation = Slot.generation(word);
    return switch (Slot.state(word)) {
      case Slot.LIVE, Slot.LEAVING -> lookAtOwner(slot, generation, Slot.state(word));
      case Slot.RECOVERED -> retire(slot, generation);
      default -> tidy(slot);
    };
  }

  private Finding lookAtOwner(int slot, int generation, int state) {
    if (!Keeper.ROBUST) {
      markIfGone(slot);
    }
    if (!table.isRecoverable(slot, generation) || table.isAlive(slot, generation)) {
      return Finding.ALIVE;
    }
    recovery.recover(slot, generation);
    table.setState(slot, generation, state, Slot.RECOVERED);
    table.countDeparture();
    return Finding.DIED;
  }

  private Finding retire(int slot, int generation) {
    ProcessStat process = table.processOf(slot);
    if (!process.isGone()) {
      return Finding.GOING;
    }
    recovery.recover(slot, generation);
    table.setState(slot, generation, Slot.RECOVERED, Slot.RETIRED);
    return tidy(slot);
  }

  /** A free slot can be claimed only when its liveness word is 0. */
  private Finding tidy(int slot) {
    int liveness = table.liveness(slot);
    if (diedJoiningOrLeaving(liveness) && Slot.isFree(table.stateWord(slot))) {
      table.setLiveness(slot, liveness, 0);
    }
    return Finding.FREE;
  }

  /** Where nobody marks words, it is the id of a process, whose start isn't known. */
  private static boolean diedJoiningOrLeaving(int liveness) {
    int id = liveness & RobustList.THREAD_ID_MASK;
    return Keeper.ROBUST
        ? (liveness & RobustList.OWNER_DIED) != 0
        : liveness != 0 && ProcessHandle.of(id).filter(ProcessHandle::isAlive).isEmpty();
  }

  private void markIfGone(int slot) {
    int liveness = table.liveness(slot);
    if ((liveness & RobustList.THREAD_ID_MASK) != 0 && table.processOf(slot).isGone()) {
      table.setLiveness(slot, liveness, RobustList.OWNER_DIED);
    }
  }
}
