package orchestrate.durable;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;

/**
 * Which of the elements from a consumer's place on have been taken, and by whom, and which are
 * done: a mapped file for each consumer of a queue with tasks.
 *
 * <pre>
 *    0  8          magic "ORCHTASK"
 *    8  4          layout version
 *   12  4          returned: counts up when somebody has given elements back
 *   64  8 * 65536  element n in word n % 65536: {lap 20, kind 2, slot 10, generation 32};
 *                  the lap is n / 65536, so that what is left of n - 65536 isn't taken for n
 * </pre>
 *
 * <p>All there is to know of an element is one word, changed by compare-and-set. Thread-safe.
 */
final class TaskFile implements AutoCloseable {
  /** How far the newest element that is taken may be from the oldest that isn't done. */
  static final int WINDOW = 1 << 16;

  private static final String SUFFIX = ".tasks";
  private static final long MAGIC = 0x4f5243485441534bL;
  private static final int VERSION = 1;
  private static final long VERSION_OFFSET = 8;
  private static final long RETURNED_OFFSET = 12;
  private static final long WORDS_OFFSET = 64;
  private static final long BYTES = WORDS_OFFSET + WINDOW * Long.BYTES;

  private static final int LAPS = 1 << 20;
  private static final int LAP_SHIFT = 44;
  private static final long TAKEN = 1L << 42;
  private static final long DONE = 2L << 42;
  private static final long KINDS = 3L << 42;
  private static final long OWNERS = (1L << 42) - 1;
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MappedRegion region;
  private final MemorySegment segment;

  private TaskFile(MappedRegion region) {
    this.region = region;
    this.segment = region.segment();
  }

  /** Opens a consumer's, or makes it. Only for an appender. */
  static TaskFile openOrCreate(Path queueFolder, String consumer) throws IOException {
    Path path = pathOf(queueFolder, consumer);
    if (Files.notExists(path)) {
      create(path);
    }
    MappedRegion region = MappedRegion.open(path, BYTES);
    long magic = region.segment().get(JAVA_LONG, 0);
    int version = region.segment().get(JAVA_INT, VERSION_OFFSET);
    if (magic != MAGIC || version != VERSION) {
      region.close();
      throw new LayoutException(
          magic == MAGIC
              ? "%s has layout %d, this version reads %d".formatted(path, version, VERSION)
              : path + " is no file of tasks, or is damaged");
    }
    return new TaskFile(region);
  }

  private static void create(Path path) throws IOException {
    Path unfinished = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    try (MappedRegion made = MappedRegion.create(unfinished, BYTES)) {
      made.segment().set(JAVA_INT, VERSION_OFFSET, VERSION);
      made.segment().set(JAVA_LONG, 0, MAGIC);
    }
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(Path queueFolder, String consumer) throws IOException {
    Files.deleteIfExists(pathOf(queueFolder, consumer));
  }

  static void deleteAll(Path queueFolder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(queueFolder, "*" + SUFFIX)) {
      for (Path each : all) {
        Files.delete(each);
      }
    }
  }

  /** Gives back what anybody has taken. Only while nobody takes. */
  void releaseAll() {
    for (long index = 0; index < WINDOW; index++) {
      if (kind(word(index)) == TAKEN) {
        LONG.setVolatile(segment, offset(index), 0L);
      }
    }
  }

  /** What is known of an element, see {@link #isFree}, {@link #owner} and {@link #isDone}. */
  long word(long number) {
    return (long) LONG.getVolatile(segment, offset(number));
  }

  /** Whether that word says that nobody has taken the element. */
  static boolean isFree(long word, long number) {
    long laps = lap(number) - (word >>> LAP_SHIFT) & LAPS - 1;
    return word == 0 || (laps != 0 && laps < LAPS / 2);
  }

  /** Who has taken the element and isn't done with it, by that word; 0 if nobody. */
  static long owner(long word) {
    return kind(word) == TAKEN ? word & OWNERS : 0;
  }

  boolean isDone(long number) {
    return word(number) == done(number);
  }

  /** Makes the element one that this owner has taken, if the word is still the same. */
  boolean take(long number, long word, long owner) {
    return set(number, word, taken(number, owner));
  }

  /** Makes the element one that is done, if the word is still the same. */
  void skip(long number, long word) {
    set(number, word, done(number));
  }

  /** What that owner has taken is done. */
  void finish(long number, long owner) {
    set(number, taken(number, owner), done(number));
  }

  /** What that owner has taken is for others; {@link #countReturn} comes after it. */
  void release(long number, long owner) {
    set(number, taken(number, owner), 0);
  }

  int returned() {
    return (int) INT.getVolatile(segment, RETURNED_OFFSET);
  }

  void countReturn() {
    INT.getAndAdd(segment, RETURNED_OFFSET, 1);
  }

  @Override
  public void close() {
    region.close();
  }

  private boolean set(long number, long old, long word) {
    return LONG.compareAndSet(segment, offset(number), old, word);
  }

  private static long taken(long number, long owner) {
    return lap(number) << LAP_SHIFT | TAKEN | owner;
  }

  private static long done(long number) {
    return lap(number) << LAP_SHIFT | DONE;
  }

  private static long lap(long number) {
    return number / WINDOW & LAPS - 1;
  }

  private static long kind(long word) {
    return word & KINDS;
  }

  private static long offset(long number) {
    return WORDS_OFFSET + number % WINDOW * Long.BYTES;
  }

  private static Path pathOf(Path queueFolder, String consumer) {
    return queueFolder.resolve(consumer + SUFFIX);
  }
}
