package orchestrate.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import orchestrate.ipc.memory.OwnedByUs;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements are: file k has the elements from k * elementsPerFile on, and is a Chronicle
 * queue of its own that never rolls, in a folder named k.
 *
 * <p>So element n is where arithmetic says it is, and one 64-bit number is a place. Chronicle's own
 * rolling goes by the clock, has marks and listings that a killed process can leave half made, and
 * waits for them; here a file that was not finished being made has no published element and is made
 * anew.
 */
final class ElementFiles {
  /** The one cycle that each Chronicle queue has, a day as Chronicle sees it; and its file. */
  static final int CYCLE = 1;

  static final String DATA_FILE = "19700102F.cq4";
  static final String FOLDER = "elements";

  private static final long CYCLE_MILLIS = CYCLE * 86_400_000L;
  private static final int INDEX_COUNT = 1 << 12;
  private static final long LEAST_BLOCK = 4 << 20;
  private static final int OVERHEAD = 1 << 10;
  // For Chronicle's own locks and half-made files, which we never wait for: see OwnerLock.
  private static final long TIMEOUT_MS = 500;

  private final Path folder;
  private final int elementsPerFile;
  private final int largestElement;

  ElementFiles(Path queueFolder, ControlFile control) {
    this(queueFolder, control.elementsPerFile(), control.largestElement());
  }

  ElementFiles(Path queueFolder, int elementsPerFile, int largestElement) {
    this.folder = queueFolder.resolve(FOLDER);
    this.elementsPerFile = elementsPerFile;
    this.largestElement = largestElement;
  }

  /** Which file an element is in. */
  long fileOf(long number) {
    return number / elementsPerFile;
  }

  /** Where in its file an element is, counted from 0. */
  long positionOf(long number) {
    return number % elementsPerFile;
  }

  /** The first element of a file. */
  long firstOf(long file) {
    return file * elementsPerFile;
  }

  int largestElement() {
    return largestElement;
  }

  Path folder() {
    return folder;
  }

  Path folderOf(long file) {
    return folder.resolve(String.valueOf(file));
  }

  boolean exists(long file) {
    return Files.isRegularFile(folderOf(file).resolve(DATA_FILE));
  }

  /** The files there are, in order; what isn't named like one is left out. */
  List<Long> list() throws IOException {
    List<Long> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,18}"))
          .forEach(name -> files.add(Long.valueOf(name)));
    }
    files.sort(null);
    return files;
  }

  void delete(long file) throws IOException {
    delete(folderOf(file));
  }

  /** Opens a file for Chronicle, or makes it. */
  SingleChronicleQueue open(Path fileFolder) {
    return SingleChronicleQueueBuilder.binary(fileFolder)
        .blockSize(blockBytes())
        .rollCycle(RollCycles.FAST_DAILY)
        .timeProvider(() -> CYCLE_MILLIS)
        .indexCount(INDEX_COUNT)
        .indexSpacing(Math.max(1, elementsPerFile / INDEX_COUNT))
        .timeoutMS(TIMEOUT_MS)
        .build();
  }

  /**
   * Refuses to go on if the file isn't there, which Chronicle would make.
   *
   * @throws DamagedQueueException if so
   */
  void checkThere(Path fileFolder) {
    try {
      OwnedByUs.checkFolder(fileFolder);
      if (Files.isRegularFile(fileFolder.resolve(DATA_FILE))) {
        return;
      }
    } catch (NoSuchFileException missing) {
      // Said below.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new DamagedQueueException(
        "%s is missing; put it back, or forget the consumers that have yet to read it"
            .formatted(fileFolder.resolve(DATA_FILE)));
  }

  static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A message may be as large as a quarter of a block. */
  private long blockBytes() {
    long wanted = 4L * (largestElement + OVERHEAD);
    return Math.max(LEAST_BLOCK, Long.highestOneBit(2 * wanted - 1));
  }
}
