package orchestrate.coordinator.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A document that Chronicle has written for itself: what a file begins with, or a page of its
 * index. Of these only the length matters, and what the first one says about the last document.
 *
 * <pre>
 *   the first     0xb9 | name "header" | 0xb6 | name of a type | 0x82 | length of the rest 4
 *                   | 0xcd | "writePosition" | longs, the first of which is it | ...
 *   an index      0xb9 | name "index" or "index2index" | longs
 *   a name        its length 1 | it
 *   longs         gap | 0x8d | how many there is room for 8 | how many are used 8 | them
 *   a gap         any number of: 0x8f, or 0x8e | length 4 | as many zeros
 * </pre>
 */
final class ChronicleDocument {
  /** So many of its bytes are enough to know what it is. */
  static final int BYTES = 128;

  private static final int NAME = 0xb9;
  private static final int TYPE = 0xb6;
  private static final int OBJECT = 0x82;
  private static final int WRITE_POSITION = 0xcd;
  private static final int LONGS = 0x8d;
  private static final int GAP = 0x8f;
  private static final int LONGER_GAP = 0x8e;

  private final ByteBuffer in;
  private long end = -1;
  private long lastDocument;

  /** The first {@link #BYTES} are there, or as many as there are. */
  ChronicleDocument(byte[] bytes, int offset, int available) {
    this.in = ByteBuffer.wrap(bytes, offset, available).slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      read();
    } catch (BufferUnderflowException tooShort) {
      end = -1;
    }
  }

  /** Whether it is something known, and by what is in it as long as this. */
  boolean isOfLength(int length) {
    return end == length;
  }

  /** Where the last document begins, as far as Chronicle has noted it; 0 if this doesn't say so. */
  long lastDocument() {
    return lastDocument;
  }

  private void read() {
    if (next() != NAME) {
      return;
    }
    switch (name()) {
      case "header" -> readHeader();
      case "index", "index2index" -> end = endOfLongs();
      default -> {}
    }
  }

  private void readHeader() {
    if (next() == TYPE && name().equals("SCQStore") && next() == OBJECT) {
      long rest = in.getInt();
      long itsEnd = in.position() + rest;
      if (next() == WRITE_POSITION) {
        skip("writePosition".length());
        if (endOfLongs() > 0) {
          lastDocument = in.getLong();
          end = itsEnd;
        }
      }
    }
  }

  /** Leaves the buffer at the first of them; -1 if there are none. */
  private long endOfLongs() {
    int code = next();
    while (code == GAP || code == LONGER_GAP) {
      skip(code == GAP ? 0 : in.getInt());
      code = next();
    }
    if (code != LONGS) {
      return -1;
    }
    long room = in.getLong();
    in.getLong();
    return in.position() + room * Long.BYTES;
  }

  private String name() {
    byte[] name = new byte[next()];
    in.get(name);
    return new String(name, US_ASCII);
  }

  private void skip(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + length);
  }

  private int next() {
    return in.get() & 0xff;
  }
}
