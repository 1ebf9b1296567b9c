package orchestrate.ipc.queue;

import java.lang.foreign.MemorySegment;

/**
 * A copy of an element that was in a queue.
 *
 * @param id which one it was: never the same again
 * @param bytes what it was, as its codec wrote it
 */
record Item(long id, MemorySegment bytes) {
  /** Aligned like the memory of a queue. */
  static Item copy(long id, MemorySegment segment, long offset, int length) {
    MemorySegment bytes =
        MemorySegment.ofArray(new long[(length + Long.BYTES - 1) / Long.BYTES]).asSlice(0, length);
    MemorySegment.copy(segment, offset, bytes, 0, length);
    return new Item(id, bytes);
  }
}
