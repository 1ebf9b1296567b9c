package orchestrate.coordinator.journal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The documents in a file of a Chronicle queue, read without Chronicle: whoever has mapped a file
 * that is cut short gets a signal, and one that is damaged may be waited for, or believed.
 *
 * <pre>
 *   a file       document, document, ... and zeros to its end
 *   a document   header 4 | as many bytes as it says | zeros up to a multiple of 4
 *   a header     bits 0 to 29 the length, bit 30 if it is Chronicle's own, bit 31 if not complete
 * </pre>
 *
 * <p>Numbers have their lowest byte first. Where a header is zero the next document will begin.
 *
 * <p>Not thread-safe. Has a buffer in memory that can take the longest document.
 */
final class DocumentFile implements AutoCloseable {
  /** No document is longer. */
  static final int MOST_BYTES = JournalFile.BLOCK_BYTES;

  private static final int NOT_COMPLETE = 1 << 31;
  private static final int CHRONICLES = 1 << 30;
  private static final int LENGTH = CHRONICLES - 1;

  /** Behind the last document of a file that another one continues. */
  static final int END_OF_FILE = NOT_COMPLETE | CHRONICLES;

  private static final int HEADER_BYTES = Integer.BYTES;
  private static final int BUFFER_BYTES = 1 << 17;

  private final FileChannel file;

  /** A piece of the file. */
  private byte[] buffer = new byte[BUFFER_BYTES];

  private long bufferAt;
  private int buffered;

  /** The header of the current document, or, where there is none, of the next one. */
  private long position;

  private int length;
  private long next;

  /** Where the last document begins, as far as Chronicle has noted it. */
  private long lastKnown = -1;

  private boolean cutShort;
  private boolean continued;
  private @Nullable String damage;

  DocumentFile(Path path) throws IOException {
    this.file = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS));
  }

  /**
   * Goes to the next document. Where there is none it may be asked for again: it may have been
   * written meanwhile.
   */
  boolean next() throws IOException {
    position = next;
    cutShort = false;
    continued = false;
    damage = null;
    boolean found = find();
    if (!found) {
      lookAgain();
    }
    return found;
  }

  /** The current document is what {@link #next} goes to, and reads from the file once more. */
  void lookAgain() {
    next = position;
    buffered = 0;
  }

  /** The array that has the current document, until {@link #next} is called. */
  byte[] bytes() {
    return buffer;
  }

  /** Where in the array it begins. */
  int offset() {
    return indexOf(position + HEADER_BYTES);
  }

  int length() {
    return length;
  }

  /** Where in the file the current document begins; if there is none, where the next one would. */
  long position() {
    return position;
  }

  /** Whether it says that another one continues it, where there is no next document. */
  boolean isContinued() {
    return continued;
  }

  /** Whether a document was begun but not finished, where there is no next one. */
  boolean isCutShort() {
    return cutShort;
  }

  /** What is wrong where there should be a document, or the end; null if nothing is. */
  @Nullable String damage() {
    return damage;
  }

  /**
   * Up to where the file is used, as far as Chronicle has noted that, which it says at once. The
   * current document is lost by it.
   */
  long usedBytes() throws IOException {
    next = 0;
    next();
    if (lastKnown <= 0) {
      return 0;
    }
    position = lastKnown;
    return position + HEADER_BYTES + (header() & LENGTH);
  }

  /** How many bytes its documents take, which it finds by a walk. */
  long documentBytes() throws IOException {
    next = 0;
    boolean found;
    do {
      found = next();
    } while (found);
    return position;
  }

  private boolean find() throws IOException {
    while (true) {
      int header = header();
      if (header == 0 || (header & NOT_COMPLETE) != 0) {
        return end(header);
      }
      length = header & LENGTH;
      next = (position + HEADER_BYTES + length + 3) & -4L;
      if (length > MOST_BYTES) {
        return damaged("a document of %d bytes is longer than any".formatted(length));
      }
      if ((header & CHRONICLES) == 0) {
        return load(position, HEADER_BYTES + length) == HEADER_BYTES + length
            || damaged("the file ends in the middle of this document");
      }
      if (!isChronicles()) {
        return damaged("this document of Chronicle's is not as it should be");
      }
      position = next;
    }
  }

  /** Zero also where the file ends. */
  private int header() throws IOException {
    int loaded = load(position, HEADER_BYTES);
    int header = 0;
    for (int i = 0; i < loaded; i++) {
      header |= (buffer[indexOf(position) + i] & 0xff) << (i * Byte.SIZE);
    }
    return header;
  }

  /** Whether the document is Chronicle's from its beginning to its end. */
  private boolean isChronicles() throws IOException {
    int loaded = load(position + HEADER_BYTES, Math.min(length, ChronicleDocument.BYTES));
    var document = new ChronicleDocument(buffer, offset(), loaded);
    if (position == 0) {
      lastKnown = document.lastDocument();
    }
    return document.isOfLength(length) && next <= file.size();
  }

  /**
   * There is no document. If there is something all the same, its writer was killed: Chronicle
   * writes a document's header when all the rest is written, and then where the last one begins.
   */
  private boolean end(int header) throws IOException {
    if (lastKnown >= position) {
      return damaged(
          "there is no document, but by the file's header byte %d has one".formatted(lastKnown));
    }
    boolean begun = header == 0 ? !isZeroFrom(position) : header != END_OF_FILE;
    if (begun && position == 0 && header == 0) {
      return damaged("the file doesn't begin as one of Chronicle's");
    }
    cutShort = begun;
    continued = header == END_OF_FILE;
    return false;
  }

  private boolean isZeroFrom(long from) throws IOException {
    long at = from;
    int loaded;
    while ((loaded = load(at, BUFFER_BYTES)) > 0) {
      int begin = indexOf(at);
      for (int i = begin; i < begin + loaded; i++) {
        if (buffer[i] != 0) {
          return false;
        }
      }
      at += loaded;
    }
    return true;
  }

  private boolean damaged(String what) {
    damage = what;
    return false;
  }

  /** Sees to it that so many bytes are in the buffer; returns how many of them the file has. */
  private int load(long from, int bytes) throws IOException {
    if (from < bufferAt || from + bytes > bufferAt + buffered) {
      if (bytes > buffer.length) {
        buffer = new byte[HEADER_BYTES + MOST_BYTES];
      }
      bufferAt = from;
      buffered = 0;
      int read;
      do {
        var rest = ByteBuffer.wrap(buffer, buffered, buffer.length - buffered);
        read = file.read(rest, from + buffered);
        buffered += Math.max(read, 0);
      } while (read > 0);
    }
    return (int) Math.min(bytes, bufferAt + buffered - from);
  }

  private int indexOf(long place) {
    return (int) (place - bufferAt);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
