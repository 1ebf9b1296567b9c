package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.participant.Member;

/**
 * How many threads wait for an object, so that nobody makes a system call to wake no one.
 *
 * <pre>
 *   total      {waiting for several 32, waiting for one 32}
 *   per slot   {generation 32, waiting for several 16, waiting for one 16}
 * </pre>
 *
 * <p>A waiter counts itself in the total first and in its slot second, and out of them in the
 * reverse order. So if it dies in between, the total is too high, never too low: one needless
 * wake-up. What its slot says is taken off the total by whoever recovers it.
 *
 * <p>The total is raised before the waiter looks at the object's word, and the waker changes the
 * word before it looks at the total, all by volatile accesses: one of them sees the other.
 */
final class Waiters {
  static final long FOR_ONE = 1;
  static final long FOR_SEVERAL = 1L << 32;

  private static final int SEVERAL_SHIFT = 16;
  private static final int MOST = 0xffff;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long totalOffset;
  private final long slotsOffset;
  private final long stride;
  private final Member member;

  Waiters(MemorySegment segment, long totalOffset, long slotsOffset, long stride, Member member) {
    this.segment = segment;
    this.totalOffset = totalOffset;
    this.slotsOffset = slotsOffset;
    this.stride = stride;
    this.member = member;
  }

  boolean any() {
    return (long) LONG.getVolatile(segment, totalOffset) != 0;
  }

  boolean anyForSeveral() {
    return (long) LONG.getVolatile(segment, totalOffset) >>> 32 != 0;
  }

  int count() {
    long total = (long) LONG.getVolatile(segment, totalOffset);
    return (int) (total >>> 32) + (int) total;
  }

  void enter(long kind) {
    LONG.getAndAdd(segment, totalOffset, kind);
    long old;
    do {
      old = slotWord(member.slot());
    } while (!setSlotWord(member.slot(), old, raised(old, kind)));
  }

  void exit(long kind) {
    long old;
    do {
      old = slotWord(member.slot());
      if (generation(old) != member.generation() || number(old, kind) == 0) {
        return; // recovered already
      }
    } while (!setSlotWord(member.slot(), old, old - slotUnit(kind)));
    LONG.getAndAdd(segment, totalOffset, -kind);
  }

  void recover(int slot, int generation) {
    while (true) {
      long old = slotWord(slot);
      long total = number(old, FOR_SEVERAL) * FOR_SEVERAL + number(old, FOR_ONE);
      if (generation(old) != generation || total == 0) {
        return;
      }
      if (setSlotWord(slot, old, emptyWord(generation))) {
        LONG.getAndAdd(segment, totalOffset, -total);
        return;
      }
    }
  }

  private long raised(long old, long kind) {
    // What an earlier owner of the slot left here was taken off, or is a harmless excess.
    long mine = generation(old) == member.generation() ? old : emptyWord(member.generation());
    if (number(mine, kind) == MOST) {
      LONG.getAndAdd(segment, totalOffset, -kind);
      throw new IllegalStateException("more than " + MOST + " threads of one process wait");
    }
    return mine + slotUnit(kind);
  }

  private long slotWord(int slot) {
    return (long) LONG.getVolatile(segment, slotsOffset + slot * stride);
  }

  private boolean setSlotWord(int slot, long old, long word) {
    return LONG.compareAndSet(segment, slotsOffset + slot * stride, old, word);
  }

  private static long emptyWord(int generation) {
    return (long) generation << 32;
  }

  private static int generation(long word) {
    return (int) (word >>> 32);
  }

  private static long slotUnit(long kind) {
    return kind == FOR_ONE ? 1 : 1L << SEVERAL_SHIFT;
  }

  private static long number(long word, long kind) {
    return (kind == FOR_ONE ? word : word >>> SEVERAL_SHIFT) & MOST;
  }
}
