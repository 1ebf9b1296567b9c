package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Places in shared memory that each name a generation of a barrier.
 *
 * <p>A place is marked only if the barrier is in that generation <em>after</em> the old mark was
 * read. So whoever comes late finds that old mark replaced, or the generation over: a mark that is
 * out of date never replaces a newer one.
 */
final class GenerationMarks {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long wordOffset;
  private final long offset;

  GenerationMarks(MemorySegment segment, long wordOffset, long offset) {
    this.segment = segment;
    this.wordOffset = wordOffset;
    this.offset = offset;
  }

  int get(int place) {
    return (int) INT.getVolatile(segment, at(place));
  }

  /** Names that generation there, unless it is over. */
  void mark(int place, int generation) {
    int old = get(place);
    while (old != generation
        && BarrierWord.generation((long) LONG.getVolatile(segment, wordOffset)) == generation
        && !INT.compareAndSet(segment, at(place), old, generation)) {
      old = get(place);
    }
  }

  private long at(int place) {
    return offset + (long) place * Integer.BYTES;
  }
}
