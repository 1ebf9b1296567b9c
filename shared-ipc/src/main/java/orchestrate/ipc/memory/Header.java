package orchestrate.ipc.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The first cache line of every object file.
 *
 * <pre>
 *   0   8        magic "ORCHIPC1", written last: whoever sees it sees a whole object
 *   8   4        kind
 *  12   4        layout version of that kind
 *  16   8        parameters, as the kind defines them (permits, parties, ...)
 *  24   8        size of the file in bytes
 *  32  32        zero
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

  /** Whether the file is whole, of this kind, and in the layout version that we know. */
  public static boolean holds(MappedRegion region, ObjectKind kind) {
    MemorySegment segment = region.segment();
    return (long) LONG.getAcquire(segment, MAGIC_OFFSET) == MAGIC
        && segment.get(JAVA_INT, KIND_OFFSET) == kind.code()
        && segment.get(JAVA_INT, VERSION_OFFSET) == kind.version()
        && segment.get(JAVA_LONG, SIZE_OFFSET) == segment.byteSize();
  }

  /** The parameters that an object file was made with. */
  public static long parametersOf(MappedRegion region) {
    return region.segment().get(JAVA_LONG, PARAMETERS_OFFSET);
  }

  /**
   * Checks that the file is of this kind and version, whatever its parameters.
   *
   * @throws LayoutException if not; shows what was found and what was expected
   */
  public static void checkKind(MappedRegion region, ObjectKind kind) {
    MemorySegment segment = region.segment();
    if ((long) LONG.getAcquire(segment, MAGIC_OFFSET) != MAGIC) {
      throw new LayoutException(region.path() + " is not an object file of orchestrate");
    }
    if (!holds(region, kind)) {
      throw new LayoutException(
          "%s: found %s (layout %d, %d bytes), expected %s (layout %d, %d bytes)"
              .formatted(
                  region.path(),
                  ObjectKind.describe(segment.get(JAVA_INT, KIND_OFFSET)),
                  segment.get(JAVA_INT, VERSION_OFFSET),
                  segment.get(JAVA_LONG, SIZE_OFFSET),
                  ObjectKind.describe(kind.code()),
                  kind.version(),
                  segment.byteSize()));
    }
  }

  /**
   * Checks that the file is of this kind and version and was made with these parameters.
   *
   * @throws LayoutException if not; shows what was found and what was expected
   */
  public void check(MappedRegion region) {
    checkKind(region, kind);
    if (parametersOf(region) != parameters) {
      throw new LayoutException(
          "%s is a %s made with %d, not with %d"
              .formatted(
                  region.path(),
                  ObjectKind.describe(kind.code()),
                  parametersOf(region),
                  parameters));
    }
  }
}
