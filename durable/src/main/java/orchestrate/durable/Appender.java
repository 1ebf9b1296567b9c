package orchestrate.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Puts elements at the end, one process at a time, and repairs what one that was killed has left.
 *
 * <p>An element is published by counting up {@link ControlFile#written}, when Chronicle has it as a
 * whole. So readers never meet anything unfinished. Killed before that, the element may be there or
 * not: the next appender looks, and publishes it if it is. Killed while making a new file: nothing
 * in it is published, it is made anew.
 *
 * <p>Thread-safe.
 */
final class Appender<E> implements AutoCloseable {
  private final ReentrantLock guard = new ReentrantLock();
  private final ElementFiles files;
  private final ControlFile control;
  private final OwnerLock lock;
  private final Codec<E> codec;
  private final boolean forced;
  private final ElementBuffer buffer;
  private @Nullable FileWriter writer;
  private long file = -1;

  Appender(
      ElementFiles files,
      ControlFile control,
      OwnerLock lock,
      Codec<E> codec,
      Durability durability) {
    this.files = files;
    this.control = control;
    this.lock = lock;
    this.codec = codec;
    this.forced = durability == Durability.POWER_LOSS;
    this.buffer = new ElementBuffer(files.largestElement());
  }

  /**
   * Appends an element.
   *
   * @param capacity how many may wait for the slowest consumer
   * @return false if there is no room, or it wasn't possible in time
   */
  boolean append(E element, long capacity, Deadline deadline) throws InterruptedException {
    if (!guard.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      buffer.encode(element, codec);
      if (!lock.acquire(deadline)) {
        return false;
      }
      boolean appended = false;
      boolean inOrder = false;
      try {
        putInOrder();
        appended = !control.isEnded() && hasRoom(capacity);
        if (appended) {
          write();
        }
        inOrder = true;
      } finally {
        lock.release(inOrder);
      }
      if (appended && forced) {
        force();
      }
      return appended;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      guard.unlock();
    }
  }

  /**
   * Appends as many as there is room for, at the price of one lock and one wait for the disk.
   *
   * @return how many
   */
  int appendAll(E[] elements, int from, int to, long capacity) throws InterruptedException {
    guard.lockInterruptibly();
    try {
      if (!lock.acquire(Deadline.never())) {
        return 0;
      }
      int next = from;
      boolean inOrder = false;
      try {
        putInOrder();
        for (; next < to && !control.isEnded() && hasRoom(capacity); next++) {
          buffer.encode(elements[next], codec);
          write();
        }
        inOrder = true;
      } finally {
        lock.release(inOrder);
      }
      if (forced) {
        force();
      }
      return next - from;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      guard.unlock();
    }
  }

  /** What may only be done while nobody appends. */
  interface Action {
    void run() throws IOException;
  }

  /** Does something while nobody appends; nothing if this process closed the queue. */
  void exclusively(Action action) throws IOException {
    try {
      Uninterruptibly.get(
          () -> {
            try {
              runAlone(action);
              return true;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  boolean hasRoom(long capacity) {
    return capacity == Long.MAX_VALUE || control.written() - control.slowest() < capacity;
  }

  @Override
  public void close() throws IOException {
    guard.lock();
    try {
      closeWriter();
    } finally {
      guard.unlock();
    }
  }

  private void runAlone(Action action) throws InterruptedException, IOException {
    guard.lockInterruptibly();
    try {
      if (!lock.acquire(Deadline.never())) {
        return;
      }
      boolean inOrder = false;
      try {
        putInOrder();
        action.run();
        inOrder = true;
      } finally {
        lock.release(inOrder);
      }
    } finally {
      guard.unlock();
    }
  }

  private void putInOrder() throws IOException {
    if (!lock.isInOrder()) {
      repair();
    }
    lock.own();
  }

  /** Publishes what the last appender left whole; Chronicle writes over what it left half. */
  private void repair() throws IOException {
    closeWriter();
    long number = control.written();
    if (files.positionOf(number) == 0) {
      return; // nothing of this file has been published: it is made anew
    }
    writerOf(number);
    long current = files.fileOf(number);
    var found = new ElementBuffer(files.largestElement()); // ours holds what is to be appended
    try (FileReader reader = new FileReader(files, files.folderOf(current))) {
      long position = files.positionOf(number);
      long end = endOf(reader, position - 1, found);
      while (files.fileOf(number) == current && reader.read(position, found)) {
        end = reader.end();
        position++;
        number++;
      }
      control.setEnd(end);
    }
    control.publish(number);
  }

  private long endOf(FileReader reader, long position, ElementBuffer found) {
    if (!reader.read(position, found)) {
      throw new DamagedQueueException(
          "%s is damaged: the element at position %d, the last one, isn't there"
              .formatted(files.folderOf(file).resolve(ElementFiles.DATA_FILE), position));
    }
    return reader.end();
  }

  private void write() throws IOException {
    long number = control.written();
    FileWriter out = files.positionOf(number) == 0 ? startFile(number) : writerOf(number);
    out.append(buffer);
    control.publish(number + 1);
  }

  private FileWriter writerOf(long number) throws IOException {
    FileWriter open = writer;
    if (open == null || file != files.fileOf(number)) {
      closeWriter();
      open = FileWriter.open(files, control, files.folderOf(files.fileOf(number)));
      writer = open;
      file = files.fileOf(number);
    }
    return open;
  }

  private FileWriter startFile(long number) throws IOException {
    if (forced && writer != null) {
      writer.force();
    }
    closeWriter();
    Pruning.prune(files, control);
    FileWriter made = FileWriter.create(files, control, files.folderOf(files.fileOf(number)));
    writer = made;
    file = files.fileOf(number);
    if (forced) {
      FileWriter.forceFolder(files, files.folderOf(file));
    }
    return made;
  }

  /** The elements first: what was published must be there. */
  private void force() throws IOException {
    if (writer != null) {
      writer.force();
    }
    control.force();
  }

  private void closeWriter() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
      file = -1;
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "cannot add to the durable queue in %s: %s".formatted(files.folder(), e.getMessage()), e);
  }
}
