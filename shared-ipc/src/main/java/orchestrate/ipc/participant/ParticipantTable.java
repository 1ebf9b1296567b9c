package orchestrate.ipc.participant;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.os.Boot;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.os.RobustList;

/**
 * The control file of a session: a slot for every process that takes part.
 *
 * <pre>
 *      0   64      header
 *     64    4      departures: counts up whenever somebody has left or was recovered; a futex word
 *     68    4      where to look for a free slot next (a hint)
 *     72    8      the creator {generation 32, slot 32}; 0 if it belongs to nobody
 *     80    8      which start of the system the liveness words are of, see Boot
 *     88    4      the highest slot that was ever taken
 *    128  128 * n  slots; slot 0 means "nobody" and is never used
 *
 *   a slot, two cache lines:
 *      0    4      liveness: 0 nobody; the keeper thread's id; OWNER_DIED, set by the kernel
 *      4    4      pid
 *      8    8      state {generation 32, state 32}, see Slot
 *     16    8      start time of the process
 *     24    4      1 if it acts for others
 *     28    4      1 if a second warden was called to its death
 *     32    8      whose command it is part of {generation 32, slot 32}; 0 if of nobody's
 *     64   48      label: UTF-8, padded with zeros
 * </pre>
 *
 * <p>The liveness word is the claim: a keeper has the kernel watch the word <em>before</em> it puts
 * its id there, so there is no moment at which a slot is taken and its owner's death would go
 * unnoticed. The state says what has been done about a death. Generations only count up, and every
 * transition of the state is a compare-and-set that carries one, so a late helper changes nothing.
 *
 * <pre>
 *   LEFT, RETIRED (free) -> LIVE -> LEAVING -> LEFT
 *                           LIVE, LEAVING -> RECOVERED -> RETIRED      if the owner died
 * </pre>
 *
 * <p>Whether somebody is dead is one plain load: no system call. Thread-safe.
 */
public final class ParticipantTable {
  public static final int SLOTS = 1024;
  public static final int LABEL_BYTES = 48;

  /** The futex word that changes with every departure and death. */
  public static final long DEPARTURES_OFFSET = Header.BYTES;

  private static final long NEXT_OFFSET = DEPARTURES_OFFSET + Integer.BYTES;
  private static final long CREATOR_OFFSET = NEXT_OFFSET + Integer.BYTES;
  private static final long BOOT_OFFSET = CREATOR_OFFSET + Long.BYTES;
  private static final long HIGHEST_OFFSET = BOOT_OFFSET + Long.BYTES;
  private static final long SLOTS_OFFSET = 2 * Header.BYTES;

  private static final long LIVENESS = 0;
  private static final long PID = LIVENESS + Integer.BYTES;
  private static final long STATE = PID + Integer.BYTES;
  private static final long START = STATE + Long.BYTES;
  private static final long FOR_OTHERS = START + Long.BYTES;
  private static final long SECOND_CALLED = FOR_OTHERS + Integer.BYTES;
  private static final long PART_OF = 32;
  private static final long LABEL = 64;
  private static final long SLOT_BYTES = 128;

  public static final long BYTES = SLOTS_OFFSET + SLOTS * SLOT_BYTES;
  public static final Header HEADER = new Header(ObjectKind.SESSION, SLOTS);

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;

  public ParticipantTable(MappedRegion region) {
    HEADER.check(region);
    this.segment = region.segment();
  }

  /** Makes the file of a table in which nobody takes part yet. */
  public static MappedRegion make(Path file) throws IOException {
    return MappedRegion.publish(
        file, BYTES, HEADER, segment -> segment.set(JAVA_LONG, BOOT_OFFSET, Boot.id()));
  }

  public MemorySegment segment() {
    return segment;
  }

  /** Everybody who takes part, the dead whose slot isn't free yet included. */
  public List<Participant> snapshot() {
    List<Participant> found = new ArrayList<>();
    for (int slot = 1; slot <= highest(); slot++) {
      if (!Slot.isFree(stateWord(slot))) {
        found.add(describe(slot));
      }
    }
    return List.copyOf(found);
  }

  /** Who has the slot, or had it last. */
  public Participant describe(int slot) {
    while (true) {
      long state = stateWord(slot);
      int generation = Slot.generation(state);
      var seen =
          new Participant(
              slot,
              generation,
              (int) INT.getAcquire(segment, at(slot) + PID),
              label(slot),
              isAlive(slot, generation));
      VarHandle.acquireFence();
      // Only a free slot's fields are written, and then the generation moves on.
      if (stateWord(slot) == state) {
        return seen;
      }
    }
  }

  /** Who had the slot when it had that generation; without a name if it is another's by now. */
  public Participant describe(int slot, int generation) {
    Participant latest = describe(slot);
    return latest.generation() == generation
        ? latest
        : new Participant(slot, generation, 0, "one who is long gone", false);
  }

  public boolean isAlive(int slot, int generation) {
    long state = stateWord(slot);
    return Slot.generation(state) == generation && !Slot.isFree(state) && hasOwner(slot);
  }

  /**
   * Whether somebody may give back what that participant holds: it is dead, or is just leaving.
   * False once the slot has been retired or is somebody else's.
   */
  public boolean isRecoverable(int slot, int generation) {
    long state = stateWord(slot);
    return Slot.generation(state) == generation
        && switch (Slot.state(state)) {
          case Slot.LIVE -> !hasOwner(slot);
          case Slot.LEAVING, Slot.RECOVERED -> true;
          default -> false;
        };
  }

  /**
   * Whether no thread of that participant can run any more: some of a dead one's may for some
   * microseconds. May ask the system.
   */
  public boolean isGone(int slot, int generation) {
    boolean gone = processOf(slot).isGone();
    long state = stateWord(slot);
    return gone || Slot.generation(state) != generation || Slot.isFree(state);
  }

  /** How many times the slot has been taken. */
  public int generation(int slot) {
    return Slot.generation(stateWord(slot));
  }

  /** To be called before others can join. */
  public void setCreator(Member creator) {
    LONG.setRelease(segment, CREATOR_OFFSET, ((long) creator.generation() << 32) | creator.slot());
  }

  /** Whether the session belongs to nobody: it has had no creator from the start. */
  public boolean isStanding() {
    return (long) LONG.getAcquire(segment, CREATOR_OFFSET) == 0;
  }

  /** Who made the session, if that process still takes part in it and is alive. */
  public Optional<Participant> livingCreator() {
    long creator = (long) LONG.getAcquire(segment, CREATOR_OFFSET);
    int slot = (int) creator;
    if (slot <= 0 || slot >= SLOTS || !isAlive(slot, (int) (creator >>> 32))) {
      return Optional.empty();
    }
    boolean outlived = isOfEarlierBoot() || (!Keeper.ROBUST && processOf(slot).isGone());
    return outlived ? Optional.empty() : Optional.of(describe(slot));
  }

  /**
   * Whether the file has outlived a crash or restart of the system, which marks no word: then
   * nobody in it is alive, whatever the words say.
   */
  public boolean isOfEarlierBoot() {
    return (long) LONG.getVolatile(segment, BOOT_OFFSET) != Boot.id();
  }

  /**
   * Marks everybody as dead, as the kernel would have done, and has the table belong to this run of
   * the system. For one process at a time, before anybody of this run has joined; may be repeated
   * if it was killed over it.
   */
  public void declareAllDead() {
    for (int slot = 1; slot < SLOTS; slot++) {
      if (liveness(slot) != 0) {
        // No process ever started then: one of today that got the same id is not taken for it.
        LONG.setRelease(segment, at(slot) + START, -1L);
        INT.setVolatile(segment, livenessOffset(slot), RobustList.OWNER_DIED);
      }
    }
    LONG.setVolatile(segment, BOOT_OFFSET, Boot.id());
  }

  /** Notes that a participant holds for others: what its threads wait for doesn't keep it. */
  public void setActsForOthers(Member member) {
    INT.setRelease(segment, at(member.slot()) + FOR_OTHERS, 1);
  }

  public boolean actsForOthers(Participant participant) {
    return (int) INT.getAcquire(segment, at(participant.slot()) + FOR_OTHERS) != 0;
  }

  /** Notes that a participant is part of what another one runs and waits for. */
  public void setPartOf(Member member, int slot, int generation) {
    LONG.setRelease(segment, at(member.slot()) + PART_OF, ((long) generation << 32) | slot);
  }

  /** Who waits for that participant to end, if it is known and alive. */
  public Optional<Participant> whole(Participant part) {
    long whole = (long) LONG.getAcquire(segment, at(part.slot()) + PART_OF);
    int slot = (int) whole;
    if (slot <= 0 || slot >= SLOTS || !isAlive(slot, (int) (whole >>> 32))) {
      return Optional.empty();
    }
    return Optional.of(describe(slot));
  }

  ProcessStat processOf(int slot) {
    return new ProcessStat(
        (int) INT.getAcquire(segment, at(slot) + PID),
        (long) LONG.getAcquire(segment, at(slot) + START));
  }

  long livenessOffset(int slot) {
    return at(slot) + LIVENESS;
  }

  int liveness(int slot) {
    return (int) INT.getVolatile(segment, livenessOffset(slot));
  }

  boolean setLiveness(int slot, int expected, int word) {
    return INT.compareAndSet(segment, livenessOffset(slot), expected, word);
  }

  long stateWord(int slot) {
    return (long) LONG.getVolatile(segment, at(slot) + STATE);
  }

  boolean setState(int slot, int generation, int expected, int state) {
    return LONG.compareAndSet(
        segment, at(slot) + STATE, Slot.word(generation, expected), Slot.word(generation, state));
  }

  /** Fills in a slot that the caller has claimed and makes it live. */
  Member enter(int slot, ProcessStat process, String label) {
    long old = stateWord(slot);
    int generation = Slot.generation(old) + 1;
    INT.setRelease(segment, at(slot) + PID, process.pid());
    LONG.setRelease(segment, at(slot) + START, process.start());
    INT.setRelease(segment, at(slot) + FOR_OTHERS, 0);
    INT.setRelease(segment, at(slot) + SECOND_CALLED, 0);
    LONG.setRelease(segment, at(slot) + PART_OF, 0L);
    writeLabel(slot, label);
    LONG.setVolatile(segment, at(slot) + STATE, Slot.word(generation, Slot.LIVE));
    return new Member(this, slot, generation);
  }

  /** A place to start looking for a free slot: moves on, so that the dead keep their labels. */
  int nextHint() {
    return (int) INT.getAndAdd(segment, NEXT_OFFSET, 1);
  }

  /** No slot beyond this one was ever taken: who looks at all of them needn't look further. */
  int highest() {
    return (int) INT.getVolatile(segment, HIGHEST_OFFSET);
  }

  /** To be called before a slot is taken. */
  void raiseHighest(int slot) {
    int old;
    do {
      old = highest();
    } while (old < slot && !INT.compareAndSet(segment, HIGHEST_OFFSET, old, slot));
  }

  /** Whether it is for the caller to call a second warden to the owner's death. */
  boolean mayCallSecond(int slot) {
    return INT.compareAndSet(segment, at(slot) + SECOND_CALLED, 0, 1);
  }

  /** Whether the owner has died and nobody has given back yet what it held. */
  boolean awaitsRecovery(int slot) {
    int state = Slot.state(stateWord(slot));
    return (state == Slot.LIVE || state == Slot.LEAVING) && !hasOwner(slot);
  }

  public int departures() {
    return (int) INT.getVolatile(segment, DEPARTURES_OFFSET);
  }

  void countDeparture() {
    INT.getAndAdd(segment, DEPARTURES_OFFSET, 1);
  }

  private boolean hasOwner(int slot) {
    return (liveness(slot) & RobustList.THREAD_ID_MASK) != 0;
  }

  private String label(int slot) {
    byte[] bytes = new byte[LABEL_BYTES];
    MemorySegment.ofArray(bytes).copyFrom(segment.asSlice(at(slot) + LABEL, LABEL_BYTES));
    int length = 0;
    while (length < LABEL_BYTES && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void writeLabel(int slot, String label) {
    byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, LABEL_BYTES);
    while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
      length--; // don't cut a character in two
    }
    MemorySegment place = segment.asSlice(at(slot) + LABEL, LABEL_BYTES).fill((byte) 0);
    place.copyFrom(MemorySegment.ofArray(bytes).asSlice(0, length));
  }

  private static long at(int slot) {
    return SLOTS_OFFSET + slot * SLOT_BYTES;
  }
}
