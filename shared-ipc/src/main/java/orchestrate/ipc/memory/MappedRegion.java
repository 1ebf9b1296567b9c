package orchestrate.ipc.memory;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import orchestrate.ipc.os.DiskSpace;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * A whole file mapped into memory, shared with every other process that maps it.
 *
 * <p>Thread-safe. After {@link #close()} every access to the {@link #segment()} throws {@link
 * IllegalStateException}, also in threads that were in the middle of an operation: no thread of
 * this process can write to the file any more.
 *
 * <pre>{@code
 * MappedRegion region = MappedRegion.publish(file, 4096, header, segment -> segment.set(...));
 * MappedRegion same = MappedRegion.open(file, 4096); // in another process
 * }</pre>
 */
public final class MappedRegion implements AutoCloseable {
  private static final AtomicLong TEMPORARIES = new AtomicLong();
  private static final int ZEROS = 1 << 16;

  /** From here on it is quicker to ask the kernel for the room than to write zeros. */
  private static final long LARGE = 1 << 20;

  private final Path path;
  private final Arena arena;
  private final MemorySegment segment;
  private volatile boolean closed;

  private MappedRegion(Path path, Arena arena, MemorySegment segment) {
    this.path = path;
    this.arena = arena;
    this.segment = segment;
  }

  /**
   * Makes a new file of zeros, readable and writable by this user only.
   *
   * <p>Its room is really taken, by writing the zeros or, for a large file, by asking the kernel: a
   * sparse file on a full disk would crash the process that touches it first.
   *
   * @throws FileSystemException if there is no room for it; then there is no file
   * @throws FileAlreadyExistsException if there is anything of that name, be it a dangling link
   */
  public static MappedRegion create(Path path, long size) throws IOException {
    var options = Set.of(CREATE_NEW, READ, WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(path, options, OwnerOnly.FILE)) {
      try {
        reserve(path, channel, size);
        return map(path, channel, size);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(path);
        throw e;
      }
    }
  }

  /**
   * Makes a whole object appear under its name at once: it is made and initialised under a
   * temporary name, and gets the real one when its header says that it is ready.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  public static MappedRegion publish(
      Path path, long size, Header header, Consumer<MemorySegment> initialise) throws IOException {
    Path temporary =
        path.resolveSibling(
            ".%s.%d-%d.tmp"
                .formatted(
                    path.getFileName(),
                    ProcessHandle.current().pid(),
                    TEMPORARIES.incrementAndGet()));
    MappedRegion made = create(temporary, size);
    try {
      initialise.accept(made.segment);
      header.writeRelease(made.segment);
      Files.createLink(path, temporary);
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    } finally {
      Files.deleteIfExists(temporary);
    }
    return new MappedRegion(path, made.arena, made.segment);
  }

  /** Opens a whole file of any size; see {@link #open(Path, long)}. */
  public static MappedRegion open(Path path) throws IOException {
    return open(path, Header.BYTES);
  }

  /**
   * Opens a whole file.
   *
   * @throws java.nio.file.AccessDeniedException if it is a link, not this user's, or open to others
   * @throws LayoutException if it is shorter than {@code atLeast} bytes
   */
  public static MappedRegion open(Path path, long atLeast) throws IOException {
    OwnedByUs.checkFile(path);
    var options = Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(path, options)) {
      long size = channel.size();
      if (size < atLeast) {
        throw new LayoutException(
            "%s has %d bytes, expected at least %d".formatted(path, size, atLeast));
      }
      return map(path, channel, size);
    }
  }

  /**
   * Checks that the file is exactly as large as what it holds.
   *
   * @throws LayoutException if not
   */
  public void requireSize(long bytes) {
    if (segment.byteSize() != bytes) {
      throw new LayoutException(
          "%s has %d bytes, expected %d".formatted(path, segment.byteSize(), bytes));
    }
  }

  /** The file it was opened from; it may have been deleted since. */
  public Path path() {
    return path;
  }

  /** The memory: the whole file, from its first byte. */
  public MemorySegment segment() {
    return segment;
  }

  /** Whether {@link #close()} has not been called. */
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Unmaps the file, and ends this process's waits on it ({@link WaitStrategy#close}). Does nothing
   * if that was done.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      WaitStrategy.current().close(arena);
    }
  }

  private static void reserve(Path path, FileChannel channel, long size) throws IOException {
    if (size < LARGE || !allocate(path, size)) {
      writeZeros(path, channel, size);
    }
  }

  private static boolean allocate(Path path, long size) throws IOException {
    try {
      return DiskSpace.reserve(path, 0, size);
    } catch (FileSystemException e) {
      long free = Files.getFileStore(path).getUsableSpace();
      throw noRoom(path, size, free, Objects.requireNonNullElse(e.getReason(), "no room"), e);
    }
  }

  private static void writeZeros(Path path, FileChannel channel, long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, ZEROS));
    long written = 0;
    try {
      while (written < size) {
        zeros.clear().limit((int) Math.min(size - written, zeros.capacity()));
        written += channel.write(zeros);
      }
    } catch (IOException e) {
      throw noRoom(path, size, written, String.valueOf(e.getMessage()), e);
    }
  }

  private static IOException noRoom(
      Path path, long size, long free, String why, IOException cause) {
    String reason =
        "cannot reserve %d bytes, only %d: %s; make room there, or take another folder"
            .formatted(size, free, why);
    return (IOException) new FileSystemException(path.toString(), null, reason).initCause(cause);
  }

  private static MappedRegion map(Path path, FileChannel channel, long size) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return new MappedRegion(
          path, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }
}
