package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The codecs that need no parameters. */
final class Codecs {
  static final Codec<byte[]> BYTES = new Bytes();
  static final Codec<String> STRINGS = new Strings();
  static final Codec<Long> LONGS = new Longs();

  /** Reads nothing, whatever the element is. */
  static final Codec<Object> NOTHING = new Nothing();

  private Codecs() {}

  static long copy(byte[] bytes, MemorySegment target, long offset, long limit) {
    if (bytes.length <= limit) {
      MemorySegment.copy(bytes, 0, target, JAVA_BYTE, offset, bytes.length);
    }
    return bytes.length;
  }

  static byte[] copy(MemorySegment source, long offset, long length) {
    byte[] bytes = new byte[Math.toIntExact(length)];
    MemorySegment.copy(source, JAVA_BYTE, offset, bytes, 0, bytes.length);
    return bytes;
  }

  private static final class Bytes implements Codec<byte[]>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public long encode(byte[] element, MemorySegment target, long offset, long limit) {
      return copy(element, target, offset, limit);
    }

    @Override
    public byte[] decode(MemorySegment source, long offset, long length) {
      return copy(source, offset, length);
    }
  }

  private static final class Strings implements Codec<String>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "string";
    }

    @Override
    public long encode(String element, MemorySegment target, long offset, long limit) {
      return copy(element.getBytes(StandardCharsets.UTF_8), target, offset, limit);
    }

    @Override
    public String decode(MemorySegment source, long offset, long length) {
      return new String(copy(source, offset, length), StandardCharsets.UTF_8);
    }
  }

  private static final class Nothing implements Codec<Object> {
    private static final Object NONE = new Object();

    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public long encode(Object element, MemorySegment target, long offset, long limit) {
      return 0;
    }

    @Override
    public Object decode(MemorySegment source, long offset, long length) {
      return NONE;
    }
  }

  private static final class Longs implements Codec<Long>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "long";
    }

    @Override
    public long encode(Long element, MemorySegment target, long offset, long limit) {
      if (Long.BYTES <= limit) {
        target.set(JAVA_LONG_UNALIGNED, offset, element);
      }
      return Long.BYTES;
    }

    @Override
    public Long decode(MemorySegment source, long offset, long length) {
      return source.get(JAVA_LONG_UNALIGNED, offset);
    }
  }
}
