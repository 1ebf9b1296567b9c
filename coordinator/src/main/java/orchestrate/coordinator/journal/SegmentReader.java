package orchestrate.coordinator.journal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment of a journal, document by document, while it may be written. Not thread-safe.
 *
 * <p>A segment may have several files, each of which goes on where the one before has ended: that
 * of its first moments, that of its queue, and further ones of the first versions.
 */
final class SegmentReader implements AutoCloseable {
  private final Segment segment;
  private @Nullable Path path;
  private @Nullable DocumentFile file;
  private DocumentDecoder decoder = new DocumentDecoder();
  private @Nullable String damage;

  /** Nothing need be there yet. */
  SegmentReader(Segment segment) {
    this.segment = segment;
  }

  /**
   * Puts the events of the next document into the list, if there is one. If there is none it may be
   * asked for again.
   *
   * @throws IOException if the file system fails, or a newer version has written it
   */
  boolean next(List<RunEvent> into) throws IOException {
    damage = null;
    do {
      if (file != null) {
        if (reads(file, into)) {
          return true;
        }
        if (damage != null || file.isCutShort()) {
          return false;
        }
        if (isEarly() && !file.isContinued()) {
          if (!isContinuedElsewhere()) {
            return false;
          }
          if (reads(file, into)) { // It has been continued meanwhile.
            return true;
          }
          if (!file.isContinued()) {
            damage =
                place(file) + ": there is no document, but the journal goes on in another file";
            return false;
          }
        }
      }
    } while (opensNext());
    return false;
  }

  /** Whether a document was begun and not finished, where there is no next one. */
  boolean isCutShort() {
    return file != null && file.isCutShort();
  }

  /** What is wrong where there is no next document, and where that is; null if nothing is. */
  @Nullable String damage() {
    return damage;
  }

  /** What seems wrong may have been written while we looked, so we look twice. */
  private boolean reads(DocumentFile from, List<RunEvent> into) throws IOException {
    String wrong = tries(from, into);
    if (wrong != null) {
      from.lookAgain();
      wrong = tries(from, into);
    }
    if (wrong != null) {
      from.lookAgain();
      damage = place(from) + ": " + wrong;
    }
    return !into.isEmpty();
  }

  /** Returns what is wrong. Without events there is no document. */
  private @Nullable String tries(DocumentFile from, List<RunEvent> into) throws IOException {
    into.clear();
    if (!from.next()) {
      return from.damage();
    }
    try {
      return decoder.read(from.bytes(), from.offset(), from.length(), into);
    } catch (NewerVersionException e) {
      throw new IOException(place(from) + ": " + e.getMessage(), e);
    }
  }

  private String place(DocumentFile in) {
    return "%s/%s, byte %d"
        .formatted(
            segment.folder().getFileName(), requireNonNull(path).getFileName(), in.position());
  }

  /** What comes behind may be begun before it is at its end. */
  private boolean isEarly() {
    return path != null && path.endsWith(EarlyFile.NAME);
  }

  private boolean isContinuedElsewhere() throws IOException {
    @Nullable Path following = following();
    if (following == null) {
      return false;
    }
    try (var next = new DocumentFile(following)) {
      return next.next();
    }
  }

  private boolean opensNext() throws IOException {
    @Nullable Path following = following();
    if (following == null) {
      return false;
    }
    close();
    file = new DocumentFile(following);
    path = following;
    decoder = new DocumentDecoder();
    return true;
  }

  private @Nullable Path following() throws IOException {
    return filesOf(segment).stream()
        .filter(each -> path == null || each.compareTo(path) > 0)
        .findFirst()
        .orElse(null);
  }

  /** How many bytes its files use, as far as they say that soon. */
  static long usedBytes(Segment segment) throws IOException {
    long bytes = 0;
    for (Path each : filesOf(segment)) {
      try (var file = new DocumentFile(each)) {
        bytes += each.endsWith(EarlyFile.NAME) ? file.documentBytes() : file.usedBytes();
      }
    }
    return bytes;
  }

  /** In their order; none if the folder isn't there yet. */
  private static List<Path> filesOf(Segment segment) throws IOException {
    try (Stream<Path> entries = Files.list(segment.folder())) {
      return entries
          .filter(entry -> entry.toString().endsWith(".cq4") || entry.endsWith(EarlyFile.NAME))
          .filter(entry -> Files.isRegularFile(entry, NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (NoSuchFileException notYet) {
      return List.of();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
