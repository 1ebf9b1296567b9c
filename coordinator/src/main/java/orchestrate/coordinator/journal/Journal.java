package orchestrate.coordinator.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of a run on disk, in a Chronicle queue.
 *
 * <p>A thread of its own opens the queue and appends to it, so that neither the half second that
 * opening takes nor a slow disk holds up the run. Events wait for it in a bounded buffer; when that
 * is full, {@link #accept} waits: a run never gets further ahead of its journal than that.
 *
 * <p>{@link #accept} and {@link #close} belong to one thread.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  private static final int BUFFERED_EVENTS = 1 << 14;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final long LOCK_TIMEOUT_MS = 500;

  private final Path folder;
  private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(BUFFERED_EVENTS);
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  private sealed interface Entry {}

  private record Append(RunEvent event) implements Entry {}

  private record End() implements Entry {}

  private Journal(Path folder) {
    this.folder = folder;
    this.thread = Thread.ofPlatform().name("journal").daemon().start(this::write);
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
          bytes -> events.add(RunEventCodec.read(new MessageReader(bytes.toByteArray()))))) {
        // Each call takes one entry.
      }
    }
    return events;
  }

  /**
   * Keeps the event.
   *
   * @throws JournalException if this or an earlier one could not be written
   */
  @Override
  public void accept(RunEvent event) {
    put(new Append(event));
  }

  private void put(Entry entry) {
    checkHealth();
    try {
      while (!entries.offer(entry, 1, TimeUnit.SECONDS)) {
        checkHealth();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  private void checkHealth() {
    Throwable cause = failure;
    if (cause != null) {
      throw new JournalException(
          "the journal in " + folder + " can't be written: " + cause.getMessage(), cause);
    }
  }

  private void write() {
    // Without the flags of coordinator.options it opens read-only; then there is no appender.
    try (ChronicleQueue queue = builder(folder).build();
        ExcerptAppender appender = queue.createAppender()) {
      var writer = new MessageWriter();
      while (entries.take() instanceof Append(RunEvent event)) {
        RunEventCodec.write(event, writer);
        appender.writeBytes(bytes -> bytes.write(writer.bytes(), 0, writer.length()));
      }
    } catch (Throwable e) {
      failure = e;
    }
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
    put(new End());
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
    checkHealth();
  }
}
