package orchestrate.ipc.participant;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import orchestrate.ipc.os.RobustList;

/** Death and recovery of participants that live in this process, when the test says so. */
public final class Mortality {
  /** Where a slot has its process's start time, counted from its liveness word. */
  private static final long START = 16;

  private Mortality() {}

  /**
   * Leaves the table as the kernel leaves it when all processes but the living are killed.
   *
   * @return the slots that had an owner
   */
  public static List<Integer> killAllBut(Set<Integer> living, ParticipantTable table) {
    List<Integer> dead = new ArrayList<>();
    for (int slot = 1; slot < ParticipantTable.SLOTS; slot++) {
      if (!living.contains(slot) && table.liveness(slot) != 0) {
        kill(slot, table);
        dead.add(slot);
      }
    }
    return dead;
  }

  private static void kill(int slot, ParticipantTable table) {
    table.segment().set(JAVA_LONG, table.livenessOffset(slot) + START, -1);
    if (!table.processOf(slot).isGone()) {
      throw new AssertionError("the start time isn't there any more, see ParticipantTable");
    }
    int word = table.liveness(slot);
    while (Keeper.ROBUST && !table.setLiveness(slot, word, died(word))) {
      word = table.liveness(slot);
    }
  }

  private static int died(int word) {
    return (word & RobustList.WAITERS) | RobustList.OWNER_DIED;
  }

  /** Does what a warden does about the slots until they can be used again. */
  public static void recover(
      List<Integer> slots, ParticipantTable table, BiConsumer<Integer, Integer> recovery) {
    Reaper reaper = new Reaper(table, recovery::accept);
    for (int slot : slots) {
      Reaper.Finding found = reaper.look(slot);
      if (found == Reaper.Finding.DIED) {
        found = reaper.look(slot);
      }
      // Without the kernel's marks, who died while it joined or left is known by its pid alone:
      // here that is ours, and we live.
      boolean reusable = table.liveness(slot) == 0 || !Keeper.ROBUST;
      if (found != Reaper.Finding.FREE || !reusable) {
        throw new AssertionError(
            "slot %d can't be used again: %s, liveness word %x"
                .formatted(slot, found, table.liveness(slot)));
      }
    }
  }
}
