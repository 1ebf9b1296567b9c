package orchestrate.ipc.participant;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import orchestrate.ipc.wait.Futex;
import orchestrate.ipc.wait.FutexVector;

/**
 * What a warden sleeps on, and what it has seen there, so that it looks closer only where something
 * has happened: a bell of its own, the count of departures if it wants to know of them, and the
 * liveness words of the slots, free ones too.
 *
 * <p>A thread can sleep on 126 slots' words. A warden begins with the slot after its own: where
 * more are in use, each is still watched by those who have one of the 126 before it. Its own isn't
 * among them.
 *
 * <p>For one thread, but for {@link #ring}.
 */
final class Lookout {
  /** What {@link #sleep} returns if it can't say where something has happened. */
  static final int NOWHERE = 0;

  /** So many slots beyond the highest that was ever taken are watched: somebody may join there. */
  private static final int AHEAD = 8;

  /** The kernel compares all words each 100 ms, which costs next to nothing. */
  private static final long GLANCE_NANOS = 100_000_000;

  /** And so many times before we look at all slots, also at those that have no room there. */
  private static final int GLANCES = 10;

  private static final int BELL = 0;
  private static final int DEPARTURES = 1;
  private static final int FIRST_SLOT = 2;
  private static final long NEVER_SEEN = -1;
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final ParticipantTable table;
  private final int ownSlot;
  private final FutexVector words = new FutexVector();
  private final MemorySegment bell = Arena.ofAuto().allocate(JAVA_INT);
  private final long[] states = new long[ParticipantTable.SLOTS];
  private final int[] livenesses = new int[ParticipantTable.SLOTS];
  private int slots;
  private boolean seesDepartures;

  Lookout(ParticipantTable table, int ownSlot) {
    this.table = table;
    this.ownSlot = ownSlot;
  }

  /** Ends the sleep, or keeps it from beginning. Thread-safe. */
  void ring() {
    INT.getAndAdd(bell, 0L, 1);
    if (Futex.AVAILABLE) {
      Futex.wakePrivate(bell);
    }
  }

  /**
   * To be called before a look at all slots: what happens from now on keeps it from sleeping.
   *
   * @param departures whether it is to be woken by them
   * @return how many slots there are to look at
   */
  int begin(boolean departures) {
    int now = Math.min(table.highest() + AHEAD, ParticipantTable.SLOTS - 1);
    if (now != slots || departures != seesDepartures) {
      slots = now;
      seesDepartures = departures;
      listWords();
    }
    words.expect(BELL, bell());
    words.expect(DEPARTURES, seesDepartures ? table.departures() : bell());
    return slots;
  }

  private void listWords() {
    words.clear();
    words.addPrivate(bell, 0);
    if (seesDepartures) {
      words.add(table.segment(), ParticipantTable.DEPARTURES_OFFSET, 0);
    } else {
      words.addPrivate(bell, 0);
    }
    for (int i = 0; i < slots - 1 && words.size() < FutexVector.CAPACITY; i++) {
      words.add(table.segment(), table.livenessOffset(slot(i)), 0);
    }
    Arrays.fill(states, NEVER_SEEN);
  }

  /** The slots in the order in which to look at them; the own one is the last. */
  int slot(int i) {
    return 1 + (ownSlot + i) % slots;
  }

  /** Whether the slot is as it was when it was settled. */
  boolean isAsSettled(int i) {
    int slot = slot(i);
    return table.stateWord(slot) == states[slot] && table.liveness(slot) == livenesses[slot];
  }

  /** To be called before a closer look at a slot. */
  void note(int i) {
    int slot = slot(i);
    states[slot] = table.stateWord(slot);
    livenesses[slot] = table.liveness(slot);
    if (FIRST_SLOT + i < words.size()) {
      words.expect(FIRST_SLOT + i, livenesses[slot]);
    }
  }

  /** To be called if something remains to be done there. */
  void unsettle(int i) {
    states[slot(i)] = NEVER_SEEN;
  }

  /**
   * Sleeps until something happens. Only where {@link FutexVector#SUPPORTED}.
   *
   * @param atMostNanos {@link Long#MAX_VALUE} if nothing remains to be done
   * @return a slot at which something has happened, or {@link #NOWHERE}
   */
  int sleep(long atMostNanos) {
    int woken = FutexVector.TIMED_OUT;
    for (int i = 0; i < GLANCES && woken == FutexVector.TIMED_OUT; i++) {
      woken = words.await(Math.min(atMostNanos, GLANCE_NANOS));
      if (atMostNanos < GLANCE_NANOS) {
        break;
      }
    }
    return woken >= FIRST_SLOT ? slot(woken - FIRST_SLOT) : NOWHERE;
  }

  private int bell() {
    return (int) INT.getVolatile(bell, 0L);
  }
}
