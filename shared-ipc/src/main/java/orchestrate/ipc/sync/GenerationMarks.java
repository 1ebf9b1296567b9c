package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Places in shared memory that each name a generation of a barrier, and only move forward. */
final class GenerationMarks {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private final long stride;

  GenerationMarks(MemorySegment segment, long offset, long stride) {
    this.segment = segment;
    this.offset = offset;
    this.stride = stride;
  }

  int get(int place) {
    return (int) INT.getVolatile(segment, offset + place * stride);
  }

  /** Does nothing if the place names that generation or a later one. */
  void advance(int place, int generation) {
    int old;
    do {
      old = get(place);
    } while (old < generation
        && !INT.compareAndSet(segment, offset + place * stride, old, generation));
  }
}
