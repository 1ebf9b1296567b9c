package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads or writes one value after another; past the limit it writes nothing and goes on counting.
 */
final class Cursor {
  private static final int NULL = -1;

  private final MemorySegment segment;
  private final long start;
  private final long limit;
  private long moved;

  Cursor(MemorySegment segment, long start, long limit) {
    this.segment = segment;
    this.start = start;
    this.limit = limit;
  }

  /** How many bytes were read or written. */
  long moved() {
    return moved;
  }

  /** Writes the lowest 1, 2, 4 or 8 bytes of a number. */
  void put(long bits, int bytes) {
    long at = move(bytes);
    if (moved <= limit) {
      switch (bytes) {
        case Byte.BYTES -> segment.set(JAVA_BYTE, at, (byte) bits);
        case Short.BYTES -> segment.set(JAVA_SHORT_UNALIGNED, at, (short) bits);
        case Integer.BYTES -> segment.set(JAVA_INT_UNALIGNED, at, (int) bits);
        default -> segment.set(JAVA_LONG_UNALIGNED, at, bits);
      }
    }
  }

  /** Reads a number of 1, 2, 4 or 8 bytes. */
  long get(int bytes) {
    long at = move(bytes);
    return switch (bytes) {
      case Byte.BYTES -> segment.get(JAVA_BYTE, at);
      case Short.BYTES -> segment.get(JAVA_SHORT_UNALIGNED, at);
      case Integer.BYTES -> segment.get(JAVA_INT_UNALIGNED, at);
      default -> segment.get(JAVA_LONG_UNALIGNED, at);
    };
  }

  void putInt(int value) {
    put(value, Integer.BYTES);
  }

  int getInt() {
    return (int) get(Integer.BYTES);
  }

  void putBytes(byte @Nullable [] bytes) {
    if (bytes == null) {
      putInt(NULL);
      return;
    }
    putInt(bytes.length);
    long at = move(bytes.length);
    if (moved <= limit) {
      MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, at, bytes.length);
    }
  }

  byte @Nullable [] getBytes() {
    int length = getInt();
    return length == NULL ? null : Codecs.copy(segment, move(length), length);
  }

  private long move(int bytes) {
    long at = start + moved;
    moved += bytes;
    return at;
  }
}
