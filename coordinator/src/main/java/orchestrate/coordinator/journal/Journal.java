package orchestrate.coordinator.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import orchestrate.config.Explanation;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of a run on disk, in a Chronicle queue, before anything follows from them.
 *
 * <p>What was told between two calls of {@link #commit} is one document of the queue. It is written
 * into mapped memory: it is safe from the death of this process, not from that of the machine.
 *
 * <p>A thread of its own opens the queue, so that the time that this takes, most of it for
 * Chronicle's classes, doesn't hold up the run. Until it is open, events wait in a bounded buffer,
 * and what follows from them does not: a run that is killed in its first moments may have no
 * journal, or one that knows of less than was begun.
 *
 * <p>All methods belong to one thread.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  /** A document is not made longer than this; the queue takes up to a quarter of its blocks. */
  private static final int DOCUMENT_BYTES = 1 << 16;

  /** So many documents may wait for the queue to be opened. */
  private static final int MOST_WAITING = 64;

  private final Path folder;
  private final Thread opener;
  private final MessageWriter document = new MessageWriter();
  private final Seal seal = new Seal();
  private boolean begun;
  private long lastAt;

  /** Guarded by this, like all that follows. */
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  private @Nullable Throwable failure;
  private @Nullable JournalFile file;

  private Journal(Path folder) {
    this.folder = folder;
    long day = Duration.ofMillis(System.currentTimeMillis()).toDays();
    try {
      JournalFile.makeRoom(folder, day);
    } catch (IOException e) {
      failure = e;
    }
    this.opener = Thread.ofPlatform().name("journal").daemon().start(() -> open(day));
  }

  /** Has the classes ready that {@link #open} needs. */
  public static void load() {
    JournalFile.load();
  }

  /** Opens a new journal in this folder, in the background. */
  public static Journal open(Path folder) {
    return new Journal(folder);
  }

  /** Takes the event, to be kept by {@link #commit}. */
  @Override
  public void accept(RunEvent event) {
    if (!begun) {
      begun = true;
      lastAt = event.at();
      RunEventCodec.begin(lastAt, document);
    }
    RunEventCodec.write(event, lastAt, document);
    lastAt = event.at();
    if (document.length() > DOCUMENT_BYTES) {
      commit();
    }
  }

  /**
   * Keeps what was told since the last time.
   *
   * @throws JournalException if this or an earlier document could not be written
   */
  public void commit() {
    if (begun) {
      begun = false;
      seal.put(document);
      put();
    }
  }

  /** Waits until what is committed is written, from then on at once. */
  public void awaitOpen() {
    try {
      opener.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  private synchronized void put() {
    try {
      while (file == null && failure == null && waiting.size() >= MOST_WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
    checkHealth();
    if (file == null) {
      waiting.add(Arrays.copyOf(document.bytes(), document.length()));
    } else {
      append(file);
    }
  }

  private void append(JournalFile to) {
    try {
      to.append(document.bytes(), document.length());
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      checkHealth();
    }
  }

  private void checkHealth() {
    if (failure != null) {
      throw new JournalException(
          "the journal can't be written: " + Explanation.of(failure), failure);
    }
  }

  /** Writes what has come in meanwhile, then leaves the file to the run's thread. */
  private void open(long day) {
    if (failed()) {
      return;
    }
    JournalFile opened = null;
    try {
      opened = JournalFile.open(folder, day);
      for (byte[] next = nextOr(opened); next != null; next = nextOr(opened)) {
        opened.append(next, next.length);
      }
    } catch (Throwable e) {
      fail(e);
      if (opened != null) {
        opened.close();
      }
    }
  }

  /** If nothing waits any more the file is handed over. */
  private synchronized byte @Nullable [] nextOr(JournalFile opened) {
    byte[] next = waiting.poll();
    if (next == null) {
      file = opened;
    }
    notifyAll();
    return next;
  }

  private synchronized boolean failed() {
    return failure != null;
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /**
   * Waits until all is written.
   *
   * @throws JournalException if something could not be
   */
  @Override
  public void close() {
    try {
      commit();
      awaitOpen();
    } finally {
      closeFile();
    }
    synchronized (this) {
      checkHealth();
    }
  }

  private synchronized void closeFile() {
    if (file != null) {
      file.close();
    }
  }
}
