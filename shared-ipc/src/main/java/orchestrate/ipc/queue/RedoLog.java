package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Several words changed at once, as far as anybody's death is concerned: either all or none.
 *
 * <pre>
 *    0   8        how many changes are to be made; 0 if none are
 *   16  16 * 60  a change: offset 8, value 8
 * </pre>
 *
 * <p>Changes are written down first; then their number is, which decides; then they are made; then
 * the number is 0 again. Whoever finds another number makes them again, which does no harm: they
 * say what a word is, not how it changes. As in the logs of databases that redo (C. Mohan and
 * others, ARIES, 1992).
 *
 * <p>Not thread-safe: its user holds a lock, and calls {@link #repair} when it got that from the
 * dead.
 */
final class RedoLog {
  static final int MAX_CHANGES = 60;
  private static final long CHANGES = 2 * Long.BYTES;
  private static final long CHANGE_BYTES = 2 * Long.BYTES;
  static final long BYTES = CHANGES + MAX_CHANGES * CHANGE_BYTES;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private int intended;

  RedoLog(MemorySegment segment, long offset) {
    this.segment = segment;
    this.offset = offset;
  }

  /** Forgets what was intended and not committed. */
  void begin() {
    intended = 0;
  }

  /** The word at that offset is to become this; it must not be named twice, nor read before. */
  void set(long wordOffset, long value) {
    segment.set(JAVA_LONG, change(intended), wordOffset);
    segment.set(JAVA_LONG, change(intended) + Long.BYTES, value);
    intended++;
  }

  /** Makes all changes. */
  void commit() {
    LONG.setVolatile(segment, offset, (long) intended);
    repair();
  }

  /** Makes the changes that were committed, if any weren't made. */
  void repair() {
    long committed = (long) LONG.getVolatile(segment, offset);
    for (int i = 0; i < committed; i++) {
      long wordOffset = segment.get(JAVA_LONG, change(i));
      LONG.setRelease(segment, wordOffset, segment.get(JAVA_LONG, change(i) + Long.BYTES));
    }
    LONG.setVolatile(segment, offset, 0L);
  }

  private long change(int index) {
    return offset + CHANGES + index * CHANGE_BYTES;
  }
}
