package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;

/**
 * The name of a codec in an object's memory, so that nobody reads what another codec wrote.
 *
 * <pre>
 *   0  4  length
 *   4  n  UTF-8
 * </pre>
 */
public final class CodecName {
  /** Room for any name, with its length. */
  public static final int BYTES = 1024;

  private CodecName() {}

  /**
   * What is to be written for a codec of that name.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public static byte[] encode(String codec) {
    byte[] name = codec.getBytes(StandardCharsets.UTF_8);
    if (name.length > BYTES - Integer.BYTES) {
      throw new IllegalArgumentException(
          "the name of the codec is too long, %d bytes of at most %d: %s"
              .formatted(name.length, BYTES - Integer.BYTES, codec));
    }
    return name;
  }

  /** Writes what {@link #encode} has returned. */
  public static void write(MemorySegment memory, long offset, byte[] name) {
    memory.set(JAVA_INT, offset, name.length);
    MemorySegment.copy(name, 0, memory, JAVA_BYTE, offset + Integer.BYTES, name.length);
  }

  /**
   * Checks that elements are those of a codec of that name.
   *
   * @param kind what has the elements
   * @throws LayoutException if they aren't; shows both
   */
  public static void check(MappedRegion region, long offset, String kind, String codec) {
    MemorySegment memory = region.segment();
    byte[] name = Codecs.copy(memory, offset + Integer.BYTES, memory.get(JAVA_INT, offset));
    String found = new String(name, StandardCharsets.UTF_8);
    if (!found.equals(codec)) {
      throw new LayoutException(
          "%s: found %s of %s, asked for %s of %s"
              .formatted(region.path(), kind, found, kind, codec));
    }
  }
}
