package orchestrate.coordinator.journal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
 * Chronicle's classes, doesn't hold up the run. What is told before it is open goes into a plain
 * file ({@link EarlyFile}): so a run that is killed in its first moments has its journal, too.
 *
 * <p>All methods belong to one thread.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  /** A document is not made longer than this; the queue takes up to a quarter of its blocks. */
  private static final int DOCUMENT_BYTES = 1 << 16;

  private final Path folder;
  private final Thread opener;
  private final MessageWriter document = new MessageWriter();
  private Seal seal = new Seal();
  private @Nullable EarlyFile early;
  private @Nullable JournalFile file;
  private boolean begun;
  private long lastAt;

  /** Guarded by this, like all that follows. */
  private @Nullable Throwable failure;

  private @Nullable JournalFile opened;

  private Journal(Path folder) {
    this.folder = folder;
    long day = Duration.ofMillis(System.currentTimeMillis()).toDays();
    try {
      JournalFile.makeRoom(folder, day);
      early = EarlyFile.create(folder);
    } catch (IOException e) {
      failure = e;
    }
    this.opener = Thread.ofPlatform().name("journal").daemon().start(() -> open(day));
  }

  /** Has the classes ready that are needed at once. */
  public static void load() {
    JournalFile.load();
    Seal.load();
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
      checkHealth();
      goOverToQueue();
      seal.put(document);
      append();
    }
  }

  /** Waits until the queue is open. */
  void awaitOpen() {
    try {
      opener.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  /** As soon as it is open. */
  private void goOverToQueue() {
    if (file == null) {
      file = opened();
      if (file != null) {
        seal = new Seal();
        attempt(this::endEarly);
      }
    }
  }

  private void endEarly() throws IOException {
    EarlyFile written = early;
    early = null;
    if (written != null) {
      written.end();
    }
  }

  private void append() {
    attempt(
        () -> {
          if (file != null) {
            file.append(document.bytes(), document.length());
          } else {
            requireNonNull(early).append(document.bytes(), document.length());
          }
        });
  }

  private interface Step {
    void take() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.take();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      checkHealth();
    }
  }

  private synchronized void checkHealth() {
    if (failure != null) {
      throw new JournalException(
          "the journal can't be written: " + Explanation.of(failure), failure);
    }
  }

  private void open(long day) {
    if (failed()) {
      return;
    }
    try {
      open(JournalFile.open(folder, day));
    } catch (Throwable e) {
      fail(e);
    }
  }

  private synchronized void open(JournalFile queue) {
    opened = queue;
  }

  private synchronized @Nullable JournalFile opened() {
    return opened;
  }

  private synchronized boolean failed() {
    return failure != null;
  }

  private synchronized void fail(Throwable cause) {
    failure = failure == null ? cause : failure;
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
      closeFiles();
    }
    checkHealth();
  }

  private void closeFiles() {
    JournalFile queue = opened();
    if (queue != null) {
      queue.close();
    }
    if (early != null) {
      attempt(early::close);
    }
  }
}
