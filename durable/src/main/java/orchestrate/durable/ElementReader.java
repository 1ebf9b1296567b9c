package orchestrate.durable;

import orchestrate.ipc.queue.Codec;
import org.jspecify.annotations.Nullable;

/** Reads published elements by their numbers. For one thread at a time. */
final class ElementReader<E> implements AutoCloseable {
  private final ElementFiles files;
  private final Codec<E> codec;
  private final ElementBuffer buffer;
  private final String name;
  private @Nullable FileReader reader;
  private long file = -1;

  ElementReader(ElementFiles files, Codec<E> codec) {
    this.files = files;
    this.codec = codec;
    this.name = String.valueOf(files.folder().getParent());
    this.buffer = new ElementBuffer(files.largestElement());
  }

  /**
   * Fetches the element of that number from its file.
   *
   * @throws DamagedQueueException if it isn't where it should be
   */
  void fetch(long number) {
    try {
      fetchNow(number);
      return;
    } catch (DamagedQueueException e) {
      close();
      throw e;
    } catch (RuntimeException e) {
      close();
      if (!Thread.interrupted()) {
        throw e;
      }
    }
    // An interrupt closes the channel in which Chronicle was just opening or mapping something.
    try {
      fetchNow(number);
    } finally {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The element that was fetched last.
   *
   * @throws orchestrate.ipc.queue.UndecodableElementException if the codec can't read it
   */
  E decode() {
    return buffer.decode(codec, name);
  }

  private void fetchNow(long number) {
    if (!readerOf(number).read(files.positionOf(number), buffer)) {
      throw new DamagedQueueException(
          "%s is damaged: element %d, at position %d, isn't there"
              .formatted(
                  files.folderOf(file).resolve(ElementFiles.DATA_FILE),
                  number,
                  files.positionOf(number)));
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
      file = -1;
    }
  }

  private FileReader readerOf(long number) {
    FileReader open = reader;
    if (open == null || file != files.fileOf(number)) {
      close();
      open = new FileReader(files, files.folderOf(files.fileOf(number)));
      reader = open;
      file = files.fileOf(number);
    }
    return open;
  }
}
