package orchestrate.durable;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;

/**
 * What there is to know of a queue besides its elements: a mapped file beside them. Elements are
 * numbered from 0 in the order in which they were put.
 *
 * <pre>
 *      0    8    magic "ORCHDURQ"
 *      8    4    layout version
 *     12    4    elements per file
 *     16    4    largest element, in bytes
 *     24    8    id: a random number that names the queue's locks in a session
 *     64  448    name of the codec           {length 4, UTF-8}
 *    512    8    the system's run in which it was used last, see Boot
 *    520  1016   session that used it last    {length 4, path in UTF-8}
 *   1536    8    written: the number of the next element to be put; published last
 *   1600    8    elements: those waiting for elements, see Signal
 *   1664    8    room: those waiting for room, see Signal
 *   1728   16    who appends, see OwnerLock
 *   1744    8    end of the elements in the file that is being written
 *   1752    8    up to where its disk space is reserved
 *   1760    8    first: the oldest element that is kept
 *   1792    8    done: those waiting until all is done, see Signal
 *   1856    8    whether the session that uses it has ended it: 1, else 0
 *   2048  128*n  consumers                    {place 8, name length 4, name 64}
 * </pre>
 *
 * <p>Every word that matters after a crash is one aligned word, so it is old or new, never half.
 * Thread-safe.
 */
final class ControlFile implements AutoCloseable {
  static final String NAME = "queue.control";
  static final int CONSUMERS = 256;

  /** The place of a consumer that was forgotten. */
  static final long FORGOTTEN = Long.MAX_VALUE;

  static final long WRITTEN = 1536;
  static final long ELEMENTS = 1600;
  static final long ROOM = 1664;
  static final long APPENDER = 1728;
  static final long DONE = 1792;

  /** The half of {@link #WRITTEN} that always changes, for waiting. */
  static final long WRITTEN_LOW =
      WRITTEN + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES);

  private static final long MAGIC = 0x4f52434844555251L;
  private static final int VERSION = 1;
  private static final long VERSION_OFFSET = 8;
  private static final long PER_FILE_OFFSET = 12;
  private static final long LARGEST_OFFSET = 16;
  private static final long JOINABLE_OFFSET = 20;
  private static final long ID_OFFSET = 24;
  private static final long CODEC_OFFSET = 64;
  private static final long CODEC_BYTES = 448;
  private static final long BOOT_OFFSET = 512;
  private static final long SESSION_OFFSET = 520;
  private static final long SESSION_BYTES = 1016;
  private static final long END_OFFSET = 1744;
  private static final long RESERVED_OFFSET = 1752;
  private static final long FIRST_OFFSET = 1760;
  private static final long ENDED_OFFSET = 1856;
  private static final long CONSUMERS_OFFSET = 2048;
  private static final long CONSUMER_BYTES = 128;
  private static final long CONSUMER_NAME = 8;
  private static final long CONSUMER_NAME_BYTES = 72;
  private static final long BYTES = CONSUMERS_OFFSET + CONSUMERS * CONSUMER_BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MappedRegion region;
  private final MemorySegment segment;
  private final int elementsPerFile;

  private ControlFile(MappedRegion region) {
    this.region = region;
    this.segment = region.segment();
    this.elementsPerFile = segment.get(JAVA_INT, PER_FILE_OFFSET);
  }

  /** Makes it, whole at once: under another name first. */
  static ControlFile create(Path folder, String codec, long id, DurableSettings settings)
      throws IOException {
    Path unfinished = folder.resolve(NAME + ".tmp");
    Files.deleteIfExists(unfinished);
    try (MappedRegion made = MappedRegion.create(unfinished, BYTES)) {
      MemorySegment segment = made.segment();
      segment.set(JAVA_INT, VERSION_OFFSET, VERSION);
      segment.set(JAVA_INT, PER_FILE_OFFSET, settings.elementsPerFile());
      segment.set(JAVA_INT, LARGEST_OFFSET, settings.largestElement());
      segment.set(JAVA_INT, JOINABLE_OFFSET, settings.joinable() ? 1 : 0);
      segment.set(JAVA_LONG, ID_OFFSET, id);
      putText(segment, CODEC_OFFSET, CODEC_BYTES, "the name of the codec", codec);
      segment.set(JAVA_LONG, 0, MAGIC);
      segment.force();
    }
    Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    return open(folder);
  }

  /**
   * Opens it.
   *
   * @throws LayoutException if it is something else
   */
  static ControlFile open(Path folder) throws IOException {
    MappedRegion region = MappedRegion.open(folder.resolve(NAME), BYTES);
    MemorySegment segment = region.segment();
    long magic = segment.get(JAVA_LONG, 0);
    int version = segment.get(JAVA_INT, VERSION_OFFSET);
    if (magic == MAGIC && version == VERSION) {
      return new ControlFile(region);
    }
    region.close();
    throw new LayoutException(
        magic == MAGIC
            ? "%s has layout %d, this version reads %d".formatted(region.path(), version, VERSION)
            : region.path() + " is not the control file of a durable queue, or is damaged");
  }

  /** For waiting on its words. */
  MemorySegment segment() {
    return segment;
  }

  int elementsPerFile() {
    return elementsPerFile;
  }

  int largestElement() {
    return segment.get(JAVA_INT, LARGEST_OFFSET);
  }

  boolean joinable() {
    return segment.get(JAVA_INT, JOINABLE_OFFSET) != 0;
  }

  long id() {
    return segment.get(JAVA_LONG, ID_OFFSET);
  }

  String codec() {
    return text(CODEC_OFFSET, CODEC_BYTES);
  }

  long boot() {
    return segment.get(JAVA_LONG, BOOT_OFFSET);
  }

  Path session() {
    return Path.of(text(SESSION_OFFSET, SESSION_BYTES));
  }

  /** It begins anew for each session: what one has ended the next one goes on with. */
  void setUser(long boot, Path session) {
    LONG.setVolatile(segment, ENDED_OFFSET, 0L);
    putText(segment, SESSION_OFFSET, SESSION_BYTES, "the path of the session", session.toString());
    segment.set(JAVA_LONG, BOOT_OFFSET, boot);
  }

  boolean isEnded() {
    return (long) LONG.getVolatile(segment, ENDED_OFFSET) != 0;
  }

  /** For who has the appending lock: what is published by then is all. */
  void setEnded() {
    LONG.setVolatile(segment, ENDED_OFFSET, 1L);
  }

  long written() {
    return (long) LONG.getVolatile(segment, WRITTEN);
  }

  /** Lets consumers see all elements before that number. */
  void publish(long number) {
    LONG.setVolatile(segment, WRITTEN, number);
  }

  long first() {
    return (long) LONG.getVolatile(segment, FIRST_OFFSET);
  }

  void setFirst(long number) {
    LONG.setVolatile(segment, FIRST_OFFSET, number);
  }

  long end() {
    return segment.get(JAVA_LONG, END_OFFSET);
  }

  void setEnd(long position) {
    segment.set(JAVA_LONG, END_OFFSET, position);
  }

  long reserved() {
    return segment.get(JAVA_LONG, RESERVED_OFFSET);
  }

  void setReserved(long position) {
    LONG.setRelease(segment, RESERVED_OFFSET, position);
  }

  /** Where a consumer is: the number of the element that it gets next. */
  long place(int consumer) {
    return (long) LONG.getVolatile(segment, consumerOffset(consumer));
  }

  /** Moves a consumer on; false if it isn't at {@code from} any more. */
  boolean move(int consumer, long from, long to) {
    return LONG.compareAndSet(segment, consumerOffset(consumer), from, to);
  }

  void setPlace(int consumer, long number) {
    LONG.setVolatile(segment, consumerOffset(consumer), number);
  }

  /** The name of a consumer, empty if there is none of that number. */
  String consumer(int consumer) {
    return text(consumerOffset(consumer) + CONSUMER_NAME, CONSUMER_NAME_BYTES);
  }

  /** The place comes first: a consumer with a name has one. */
  void addConsumer(int consumer, String name, long place) {
    setPlace(consumer, place);
    putText(segment, consumerOffset(consumer) + CONSUMER_NAME, CONSUMER_NAME_BYTES, "a name", name);
  }

  /** Where the slowest consumer is; the oldest element if there are no consumers. */
  long slowest() {
    long slowest = FORGOTTEN;
    for (int consumer = 0; consumer < CONSUMERS && isNamed(consumer); consumer++) {
      slowest = Math.min(slowest, place(consumer));
    }
    return slowest == FORGOTTEN ? first() : slowest;
  }

  /** Waits until the disk has it. */
  void force() {
    segment.force();
  }

  @Override
  public void close() {
    region.close();
  }

  private boolean isNamed(int consumer) {
    return segment.get(JAVA_INT, consumerOffset(consumer) + CONSUMER_NAME) != 0;
  }

  private static long consumerOffset(int consumer) {
    return CONSUMERS_OFFSET + consumer * CONSUMER_BYTES;
  }

  private String text(long offset, long room) {
    int length = segment.get(JAVA_INT, offset);
    if (length < 0 || length > room - Integer.BYTES) {
      throw new DamagedQueueException(
          "%s is damaged: a text of %d bytes at %d".formatted(region.path(), length, offset));
    }
    byte[] bytes = segment.asSlice(offset + Integer.BYTES, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The length comes last. */
  private static void putText(
      MemorySegment segment, long offset, long room, String what, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > room - Integer.BYTES) {
      throw new IllegalArgumentException(
          "%s is too long, %d bytes of at most %d: %s"
              .formatted(what, bytes.length, room - Integer.BYTES, text));
    }
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, offset + Integer.BYTES, bytes.length);
    VarHandle.releaseFence();
    segment.set(JAVA_INT, offset, bytes.length);
  }
}
