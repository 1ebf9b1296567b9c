package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Who died in the middle of changing something that nobody has vouched for since.
 *
 * <pre>
 *   63          32 | 31     10 9      0
 *   generation 32    count 22  slot 10     slot 0: all is well
 * </pre>
 *
 * <p>The count goes up with every change, so one who was about to note a death that was noted, and
 * made good, meanwhile does nothing.
 */
final class Abandonment {
  private static final int SLOT_BITS = 10;
  private static final long SLOT_MASK = (1 << SLOT_BITS) - 1;
  private static final long COUNT_UNIT = 1 << SLOT_BITS;
  private static final long LOW_HALF = 0xffff_ffffL;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long offset;

  Abandonment(MemorySegment segment, long offset) {
    this.segment = segment;
    this.offset = offset;
  }

  long word() {
    return (long) LONG.getVolatile(segment, offset);
  }

  /** The slot of the dead, 0 if there is none. */
  static int slot(long word) {
    return (int) (word & SLOT_MASK);
  }

  static int generation(long word) {
    return (int) (word >>> 32);
  }

  /**
   * Notes a death, if it is still so: asked after the word was read. When this returns, it has been
   * noted, or it wasn't so.
   */
  void note(int slot, int generation, BooleanSupplier stillSo) {
    while (true) {
      long word = word();
      boolean noted = slot(word) == slot && generation(word) == generation;
      if (noted || !stillSo.getAsBoolean() || set(word, slot, generation)) {
        return;
      }
    }
  }

  /** Says that all is well. By one who keeps others from changing what this is about. */
  void clear() {
    long word = word();
    if (slot(word) != 0) {
      set(word, 0, 0);
    }
  }

  private boolean set(long word, int slot, int generation) {
    long counted = ((word & ~SLOT_MASK) + COUNT_UNIT) & LOW_HALF;
    return LONG.compareAndSet(segment, offset, word, ((long) generation << 32) | counted | slot);
  }
}
