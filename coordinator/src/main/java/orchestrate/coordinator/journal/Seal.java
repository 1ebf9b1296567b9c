package orchestrate.coordinator.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import orchestrate.ipc.channel.MessageWriter;

/**
 * The checksum that each document ends with: over what is in it, and the checksum of the document
 * before it. So it is noticed if a document isn't what was written, and also if one is missing.
 *
 * <p>Belongs to a file, and to one thread.
 */
final class Seal {
  static final int BYTES = Integer.BYTES;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final CRC32C checksum = new CRC32C();
  private final byte[] before = new byte[BYTES];

  /** Has the checksum's tables ready. */
  static void load() {
    new CRC32C().update(0);
  }

  /** Ends a document. */
  void put(MessageWriter document) {
    int seal = of(document.bytes(), 0, document.length());
    document.putInt(seal);
    INT.set(before, 0, seal);
  }

  /** Whether the next document is one that was ended so; if not, this goes for another try. */
  boolean isOn(byte[] bytes, int offset, int length) {
    if (length < BYTES) {
      return false;
    }
    int seal = of(bytes, offset, length - BYTES);
    boolean fits = seal == (int) INT.get(bytes, offset + length - BYTES);
    if (fits) {
      INT.set(before, 0, seal);
    }
    return fits;
  }

  private int of(byte[] bytes, int offset, int length) {
    checksum.reset();
    checksum.update(before, 0, BYTES);
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }
}
