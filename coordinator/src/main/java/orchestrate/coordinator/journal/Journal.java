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
 * <p>What is told before the queue is open goes into a plain file ({@link EarlyFile}): so a run
 * that is killed in its first moments has its journal, too. The queue is opened when the run has
 * gone on for a moment or has told much ({@link QueueOpener}). The journal of a run that has ended
 * by then is that file alone.
 *
 * <p>All methods belong to one thread.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  /** A document is not made longer than this; the queue takes up to a quarter of its blocks. */
  private static final int DOCUMENT_BYTES = 1 << 16;

  /** More documents are not written one by one. */
  static final int EARLY_DOCUMENTS = 64;

  private final Path folder;
  private final long day = Duration.ofMillis(System.currentTimeMillis()).toDays();
  private final QueueOpener opener;
  private final MessageWriter document = new MessageWriter();
  private Seal seal = new Seal();
  private @Nullable EarlyFile early;
  private @Nullable JournalFile file;
  private boolean begun;
  private long lastAt;
  private int earlyDocuments;

  /** Why it can't be written; null as long as it can. */
  private @Nullable Throwable failure;

  private Journal(Path folder) {
    this.folder = folder;
    this.opener = new QueueOpener(() -> JournalFile.open(folder, day));
    try {
      JournalFile.makeRoom(folder, day);
      early = EarlyFile.create(folder);
      opener.start();
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Has ready what is needed at once. */
  public static void load() {
    Seal.load();
  }

  /** Begins a new journal in this folder. */
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

  /** Opens the queue now if it isn't open; returns when it is. */
  void awaitOpen() {
    opener.now();
    opener.await();
  }

  /** As soon as it is open. */
  private void goOverToQueue() {
    if (file == null) {
      file = opener.opened();
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
            appendEarly(requireNonNull(early));
          }
        });
  }

  private void appendEarly(EarlyFile to) throws IOException {
    to.append(document.bytes(), document.length());
    if (++earlyDocuments == EARLY_DOCUMENTS || to.isHalfFull()) {
      opener.now();
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.take();
    } catch (IOException | RuntimeException | Error e) {
      failure = failure == null ? e : failure;
      checkHealth();
    }
  }

  private void checkHealth() {
    Throwable why = failure == null ? opener.failure() : failure;
    if (why != null) {
      throw new JournalException("the journal can't be written: " + Explanation.of(why), why);
    }
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
    } finally {
      opener.never();
      opener.await();
      closeFiles();
    }
    checkHealth();
  }

  private void closeFiles() {
    JournalFile queue = opener.opened();
    if (queue != null) {
      queue.close();
    } else if (failure == null && opener.failure() == null) {
      attempt(() -> JournalFile.giveBackRoom(folder, day)); // Ours, and nothing is in it.
    }
    if (early != null) {
      attempt(early::close);
    }
  }
}
