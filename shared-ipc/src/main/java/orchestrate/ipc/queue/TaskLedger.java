package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.ParticipantTable;

/**
 * How many elements each participant has taken and isn't done with.
 *
 * <pre>
 *   0   64 * 1024  per slot, in a cache line of its own: {generation 32, count 32}
 * </pre>
 *
 * <p>Each changes its own; what the dead had is taken away, by a compare-and-set that carries the
 * generation. Thread-safe.
 */
final class TaskLedger {
  private static final long STRIDE = 64;
  static final long BYTES = ParticipantTable.SLOTS * STRIDE;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private final Member member;

  TaskLedger(MemorySegment segment, long offset, Member member) {
    this.segment = segment;
    this.offset = offset;
    this.member = member;
  }

  /** This participant has taken one more. */
  void taken() {
    long word;
    do {
      word = word(member.slot());
    } while (!set(member.slot(), word, of(member.generation(), ours(word) + 1)));
  }

  /**
   * This participant is done with one.
   *
   * @return how many it still has; -1 if it had none
   */
  int done() {
    while (true) {
      long word = word(member.slot());
      int count = ours(word);
      if (count == 0) {
        return -1;
      }
      if (set(member.slot(), word, of(member.generation(), count - 1))) {
        return count - 1;
      }
    }
  }

  /** Forgets what a participant has that died or left. */
  void drop(int slot, int generation) {
    long word;
    do {
      word = word(slot);
    } while (generation(word) == generation && !set(slot, word, of(generation, 0)));
  }

  int of(int slot) {
    return (int) word(slot);
  }

  boolean isZero() {
    for (int slot = 1; slot < ParticipantTable.SLOTS; slot++) {
      if (of(slot) != 0) {
        return false;
      }
    }
    return true;
  }

  private int ours(long word) {
    return generation(word) == member.generation() ? (int) word : 0;
  }

  private static long of(int generation, int count) {
    return ((long) generation << 32) | count;
  }

  private static int generation(long word) {
    return (int) (word >>> 32);
  }

  private long word(int slot) {
    return (long) LONG.getVolatile(segment, offset + slot * STRIDE);
  }

  private boolean set(int slot, long old, long word) {
    return LONG.compareAndSet(segment, offset + slot * STRIDE, old, word);
  }
}
