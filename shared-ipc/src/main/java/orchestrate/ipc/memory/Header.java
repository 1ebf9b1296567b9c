package orchestrate.ipc.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The first cache line of every object file.
 *
 * <pre>
 *   0   8        magic "ORCHIPC1", written last: whoever sees it sees a whole object
 *   8   4        kind
 *  12   4        layout version of that kind
 *  16   8        parameters, as the kind defines them (permits, parties, ...)
 *  24   8        size of the file in bytes
 *  32   8        who is removing it, if anybody is; the session knows more
 *  40  24        zero
 * </pre>
 *
 * @param kind what the file holds
 * @param parameters what it was made with: an opener must name the same
 */
public record Header(ObjectKind kind, long parameters) {
  /** Where the object's own fields start. */
  public static final long BYTES = 64;

  private static final long MAGIC = 0x4f52434849504331L;
  private static final long MAGIC_OFFSET = 0;
  private static final long KIND_OFFSET = MAGIC_OFFSET + Long.BYTES;
  private static final long VERSION_OFFSET = KIND_OFFSET + Integer.BYTES;
  private static final long PARAMETERS_OFFSET = VERSION_OFFSET + Integer.BYTES;
  private static final long SIZE_OFFSET = PARAMETERS_OFFSET + Long.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  /** Writes the header; the object's own fields must have been written before. */
  void writeRelease(MemorySegment segment) {
    segment.set(JAVA_INT, KIND_OFFSET, kind.code());
    segment.set(JAVA_INT, VERSION_OFFSET, kind.version());
    segment.set(JAVA_LONG, PARAMETERS_OFFSET, parameters);
    segment.set(JAVA_LONG, SIZE_OFFSET, segment.byteSize());
    LONG.setRelease(segment, MAGIC_OFFSET, MAGIC);
  }

  /** What a file says it is, if it is whole and of a kind and layout version that we know. */
  public static Optional<Header> read(MappedRegion region) {
    MemorySegment segment = region.segment();
    if ((long) LONG.getAcquire(segment, MAGIC_OFFSET) != MAGIC
        || segment.get(JAVA_LONG, SIZE_OFFSET) != segment.byteSize()) {
      return Optional.empty();
    }
    int version = segment.get(JAVA_INT, VERSION_OFFSET);
    return ObjectKind.of(segment.get(JAVA_INT, KIND_OFFSET))
        .filter(kind -> kind.version() == version)
        .map(kind -> new Header(kind, segment.get(JAVA_LONG, PARAMETERS_OFFSET)));
  }

  /**
   * What a file says it is.
   *
   * @throws LayoutException if it isn't whole, or of a kind or layout version that we don't know
   */
  public static Header require(MappedRegion region) {
    MemorySegment segment = region.segment();
    if ((long) LONG.getAcquire(segment, MAGIC_OFFSET) != MAGIC) {
      throw new LayoutException(region.path() + " is not an object file of orchestrate");
    }
    return read(region).orElseThrow(() -> unknown(region));
  }

  /**
   * Checks that the file is of this kind and version and was made with these parameters.
   *
   * @throws LayoutException if not; shows what was found and what was expected
   */
  public void check(MappedRegion region) {
    Header found = require(region);
    // Not by equals, which a record makes at its first use: 10 ms on the way to every first task.
    if (found.kind != kind || found.parameters != parameters) {
      throw new LayoutException(
          "%s: found %s made with %d, expected %s made with %d"
              .formatted(region.path(), found.kind, found.parameters, kind, parameters));
    }
  }

  private static LayoutException unknown(MappedRegion region) {
    MemorySegment segment = region.segment();
    int code = segment.get(JAVA_INT, KIND_OFFSET);
    return new LayoutException(
        "%s: found %s in layout %d with %d bytes, expected %s and a file of that size, not %d bytes"
            .formatted(
                region.path(),
                ObjectKind.describe(code),
                segment.get(JAVA_INT, VERSION_OFFSET),
                segment.get(JAVA_LONG, SIZE_OFFSET),
                ObjectKind.of(code)
                    .map(kind -> "layout " + kind.version())
                    .orElse("a kind that this program knows"),
                segment.byteSize()));
  }
}
