package orchestrate.ipc.participant;

import org.jspecify.annotations.Nullable;

/**
 * Who of those we have seen has died since, each told once, also if another process did the
 * recovery and the slot is free or used again by now. For one thread.
 */
final class Obituaries {
  private final ParticipantTable table;
  private final @Nullable Participant[] seen = new @Nullable Participant[ParticipantTable.SLOTS];
  private final int[] told = new int[ParticipantTable.SLOTS];

  /** Deaths from before now are old news. */
  Obituaries(ParticipantTable table) {
    this.table = table;
    for (int slot = 1; slot < ParticipantTable.SLOTS; slot++) {
      long word = table.stateWord(slot);
      boolean over = Slot.state(word) == Slot.RECOVERED || Slot.isFree(word);
      told[slot] = Slot.generation(word) - (over ? 0 : 1);
    }
  }

  void look(int slot, DeathListener listener) {
    long word = table.stateWord(slot);
    int generation = Slot.generation(word);
    Participant before = seen[slot];
    if (before != null && before.generation() != generation) {
      tell(before, listener);
    }
    switch (Slot.state(word)) {
      case Slot.LIVE, Slot.LEAVING -> {
        if (told[slot] != generation && (before == null || before.generation() != generation)) {
          seen[slot] = table.describe(slot);
        }
      }
      case Slot.RECOVERED, Slot.RETIRED -> {
        if (told[slot] != generation) {
          tell(table.describe(slot), listener);
        }
      }
      default -> {
        seen[slot] = null;
        told[slot] = generation;
      }
    }
  }

  private void tell(Participant dead, DeathListener listener) {
    told[dead.slot()] = dead.generation();
    seen[dead.slot()] = null;
    listener.onDeath(
        new Participant(dead.slot(), dead.generation(), dead.pid(), dead.label(), false));
  }
}
