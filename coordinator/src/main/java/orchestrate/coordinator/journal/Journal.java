package orchestrate.coordinator.journal;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import orchestrate.config.Explanation;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of a run on disk, in a Chronicle queue, before anything follows from them.
 *
 * <p>What was told between two calls of {@link #commit} is one document of the queue. It is written
 * into mapped memory: it is safe from the death of this process, not from that of the machine.
 *
 * <p>A thread of its own opens the queue, so that the half second that this takes doesn't hold up
 * the run. Until it is open, events wait in a bounded buffer, and what follows from them does not:
 * a run that is killed in its first moments may have no journal, or one that knows of less than was
 * begun.
 *
 * <p>All methods belong to one thread.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  /** A document is not made longer than this; the queue takes up to a quarter of its blocks. */
  private static final int DOCUMENT_BYTES = 1 << 16;

  private static final int BLOCK_BYTES = 1 << 20;

  /** So many documents may wait for the queue to be opened. */
  private static final int MOST_WAITING = 64;

  private static final long LOCK_TIMEOUT_MS = 500;

  private final Path folder;
  private final Thread opener;
  private final MessageWriter document = new MessageWriter();
  private boolean begun;
  private long lastAt;

  /** Guarded by this, like all that follows. */
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  private @Nullable Throwable failure;
  private @Nullable ChronicleQueue queue;
  private @Nullable ExcerptAppender appender;

  private Journal(Path folder) {
    this.folder = folder;
    this.opener = Thread.ofPlatform().name("journal").daemon().start(this::open);
  }

  /** Has the classes ready that {@link #open} needs. */
  public static void load() {
    builder(Path.of(""));
  }

  /** Opens a new journal in this folder, in the background. */
  public static Journal open(Path folder) {
    return new Journal(folder);
  }

  /** The events of a journal, oldest first. */
  public static List<RunEvent> read(Path folder) {
    var events = new ArrayList<RunEvent>();
    try (ChronicleQueue queue = builder(folder).readOnly(true).build()) {
      ExcerptTailer tailer = queue.createTailer();
      while (tailer.readBytes(
          bytes -> RunEventCodec.read(new MessageReader(bytes.toByteArray()), events::add))) {
        // Each call takes one document.
      }
    }
    return events;
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
      put();
    }
  }

  /** Waits until what is committed is written at once. */
  void awaitOpen() {
    try {
      opener.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  private synchronized void put() {
    try {
      while (appender == null && failure == null && waiting.size() >= MOST_WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
    checkHealth();
    if (appender == null) {
      waiting.add(Arrays.copyOf(document.bytes(), document.length()));
    } else {
      append(appender, document.bytes(), document.length());
    }
  }

  private void append(ExcerptAppender to, byte[] bytes, int length) {
    try {
      to.writeBytes(out -> out.write(bytes, 0, length));
    } catch (RuntimeException | Error e) {
      failure = e;
      checkHealth();
    }
  }

  private void checkHealth() {
    if (failure != null) {
      throw new JournalException(
          "the journal in " + folder + " can't be written: " + reason(failure), failure);
    }
  }

  /**
   * It is mapped into memory: the JVM makes an internal error of a signal that there is no room.
   */
  private static String reason(Throwable failure) {
    return failure instanceof InternalError
        ? "there is no room on its disk, or the disk fails; make room there, and run it again"
        : Explanation.of(failure);
  }

  /** Writes what has come in meanwhile, then leaves the queue to the run's thread. */
  private void open() {
    try {
      // Without the flags of coordinator.options it opens read-only; then there is no appender.
      ChronicleQueue opened = builder(folder).build();
      ExcerptAppender first = opened.createAppender();
      first.singleThreadedCheckDisabled(true);
      handOver(opened, first);
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void handOver(ChronicleQueue opened, ExcerptAppender first) {
    synchronized (this) {
      queue = opened;
    }
    for (byte[] next = nextOr(first); next != null; next = nextOr(first)) {
      byte[] bytes = next;
      first.writeBytes(out -> out.write(bytes));
    }
  }

  /** If nothing waits any more the queue is handed over. */
  private synchronized byte @Nullable [] nextOr(ExcerptAppender first) {
    byte[] next = waiting.poll();
    if (next == null) {
      appender = first;
    }
    notifyAll();
    return next;
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  private static SingleChronicleQueueBuilder builder(Path folder) {
    return SingleChronicleQueueBuilder.binary(folder)
        .blockSize(BLOCK_BYTES)
        .timeoutMS(LOCK_TIMEOUT_MS)
        .rollCycle(LargeRollCycles.LARGE_DAILY);
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
      closeQueue();
    }
    synchronized (this) {
      checkHealth();
    }
  }

  private synchronized void closeQueue() {
    if (appender != null) {
      appender.close();
    }
    if (queue != null) {
      queue.close();
    }
  }
}
