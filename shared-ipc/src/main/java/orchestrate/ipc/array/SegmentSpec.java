package orchestrate.ipc.array;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * What a segment is made with; for the session.
 *
 * @param length how many elements
 */
public record SegmentSpec(ElementType type, long length) {
  private static final int TYPE_SHIFT = 56;
  private static final long LONGEST = 1L << 48;

  /**
   * @throws IllegalArgumentException if the length is none, or beyond what any machine can map
   */
  public SegmentSpec {
    if (length < 1 || length > LONGEST) {
      throw new IllegalArgumentException(
          "a segment of %d %s: from 1 to %d are possible".formatted(length, type, LONGEST));
    }
  }

  public static SegmentSpec bytes(long length) {
    return new SegmentSpec(ElementType.BYTE, length);
  }

  public static SegmentSpec ints(long length) {
    return new SegmentSpec(ElementType.INT, length);
  }

  public static SegmentSpec longs(long length) {
    return new SegmentSpec(ElementType.LONG, length);
  }

  public static SegmentSpec doubles(long length) {
    return new SegmentSpec(ElementType.DOUBLE, length);
  }

  /**
   * What a header says.
   *
   * @throws LayoutException if no segment has such a header
   */
  public static SegmentSpec of(Header header) {
    ElementType type = ElementType.of((int) (header.parameters() >>> TYPE_SHIFT));
    try {
      return new SegmentSpec(type, header.parameters() & ((1L << TYPE_SHIFT) - 1));
    } catch (IllegalArgumentException e) {
      throw new LayoutException(String.valueOf(e.getMessage()));
    }
  }

  public Header header() {
    return new Header(ObjectKind.SEGMENT, (long) type.code << TYPE_SHIFT | length);
  }

  /** Makes the file. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    return MappedRegion.publish(file, of(header).fileBytes(), header, zero -> {});
  }

  /** The segment in a file. */
  public static SharedSegment open(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    SegmentSpec spec = of(header);
    return switch (spec.type) {
      case BYTE -> new SharedBytes(name, region, spec, member, strategy);
      case INT -> new SharedInts(name, region, spec, member, strategy);
      case LONG -> new SharedLongs(name, region, spec, member, strategy);
      case DOUBLE -> new SharedDoubles(name, region, spec, member, strategy);
    };
  }

  long fileBytes() {
    return Header.BYTES + length * type.bytes;
  }

  @Override
  public String toString() {
    return "segment of %d %s".formatted(length, type);
  }
}
