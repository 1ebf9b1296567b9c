package orchestrate.ipc.participant;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.os.Promptness;
import orchestrate.ipc.os.RobustList;
import orchestrate.ipc.wait.Futex;
import org.jspecify.annotations.Nullable;

/**
 * The thread whose life stands for the process's: it claims a slot and does nothing more until the
 * process leaves. If it dies instead, the kernel marks the slot's liveness word.
 *
 * <p>Where there is no robust list, the word holds the pid, and the wardens ask the system whether
 * that process is there.
 */
public final class Keeper {
  /** Whether the kernel marks the words of the dead here. */
  static final boolean ROBUST = Futex.AVAILABLE;

  /** So that a dead participant can still be named when its slot has become free. */
  private static final int FEWEST_IN_TURN = 64;

  private final ParticipantTable table;
  private final String label;
  private final Thread thread;
  private final CompletableFuture<Member> joined = new CompletableFuture<>();
  private volatile boolean leaving;

  private Keeper(ParticipantTable table, String label) {
    this.table = table;
    this.label = label;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("orchestrate-keeper")
            .stackSize(1 << 18)
            .unstarted(this::keep);
  }

  /**
   * Takes a slot for this process.
   *
   * @throws IOException if none is free
   */
  public static Keeper join(ParticipantTable table, String label) throws IOException {
    Keeper keeper = new Keeper(table, label);
    keeper.thread.start();
    try {
      keeper.joined.join();
      return keeper;
    } catch (CompletionException e) {
      throw new IOException("cannot join the session: " + e.getCause(), e.getCause());
    }
  }

  public Member member() {
    return joined.join();
  }

  /** From now on what this process holds may be given back, by itself or by others. */
  public void beginLeaving() {
    Member member = member();
    table.setState(member.slot(), member.generation(), Slot.LIVE, Slot.LEAVING);
  }

  /** Frees the slot; everything must have been given back. Ends the thread. */
  public void leave() {
    leaving = true;
    LockSupport.unpark(thread);
    Threads.awaitEnd(thread);
  }

  private void keep() {
    try {
      Promptness.ask();
      if (ROBUST) {
        RobustList robust = new RobustList();
        stay(Libc.threadId() | RobustList.WAITERS, robust);
        robust.clear();
      } else {
        stay(ProcessStat.self().pid(), null);
      }
    } catch (RuntimeException | Error e) {
      joined.completeExceptionally(e);
    }
  }

  private void stay(int id, @Nullable RobustList robust) {
    int slot = claim(id, robust);
    Member member = table.enter(slot, ProcessStat.self(), label);
    joined.complete(member);
    while (!leaving) {
      LockSupport.park(this);
    }
    table.setState(slot, member.generation(), Slot.LEAVING, Slot.LEFT);
    release(slot, 0);
    table.countDeparture();
    if (Futex.AVAILABLE) {
      Futex.wake(table.segment(), ParticipantTable.DEPARTURES_OFFSET, Integer.MAX_VALUE);
    }
  }

  /** Takes turns among the first slots, twice as many as are taken; all others come after these. */
  private int claim(int id, @Nullable RobustList robust) {
    int usable = ParticipantTable.SLOTS - 1;
    int inTurn = Math.clamp(2L * table.snapshot().size(), FEWEST_IN_TURN, usable);
    int first = table.nextHint();
    for (int i = 0; i < usable; i++) {
      int slot = 1 + (i < inTurn ? Math.floorMod(first + i, inTurn) : i);
      if (isFree(slot)) {
        table.raiseHighest(slot);
        if (robust != null) {
          robust.watch(table.segment().address() + table.livenessOffset(slot));
        }
        if (table.setLiveness(slot, 0, id)) {
          if (Slot.isFree(table.stateWord(slot))) {
            return slot;
          }
          // Taken, left dead and freed too early since we looked: hand it back as dead.
          release(slot, RobustList.OWNER_DIED);
        }
      }
    }
    throw new IllegalStateException("all " + usable + " slots of the session are taken");
  }

  private boolean isFree(int slot) {
    return Slot.isFree(table.stateWord(slot)) && table.liveness(slot) == 0;
  }

  private void release(int slot, int word) {
    int old;
    do {
      old = table.liveness(slot);
    } while (!table.setLiveness(slot, old, word));
  }
}
