package orchestrate.coordinator.journal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
 * that is killed in its first moments has its journal, too. To open the queue takes as long as a
 * short run, most of it for Chronicle's classes; so a thread of its own does it, and not before the
 * run has gone on for a moment, or has told much. The journal of a run that has ended by then is
 * that file alone.
 *
 * <p>All methods belong to one thread.
 */
public final class Journal implements Consumer<RunEvent>, AutoCloseable {
  /** A document is not made longer than this; the queue takes up to a quarter of its blocks. */
  private static final int DOCUMENT_BYTES = 1 << 16;

  /** A run that has lasted so long will go on for a while. */
  private static final Duration OPENING = Duration.ofMillis(500);

  /** More documents are not written one by one. */
  static final int EARLY_DOCUMENTS = 64;

  private final Path folder;
  private final long day = Duration.ofMillis(System.currentTimeMillis()).toDays();
  private final Thread opener;
  private final MessageWriter document = new MessageWriter();
  private Seal seal = new Seal();
  private @Nullable EarlyFile early;
  private @Nullable JournalFile file;
  private boolean begun;
  private long lastAt;
  private int earlyDocuments;

  private enum Opening {
    LATER,
    NOW,
    NEVER
  }

  /** Guarded by this, like all that follows. */
  private Opening opening = Opening.LATER;

  private @Nullable Throwable failure;
  private @Nullable JournalFile opened;

  private Journal(Path folder) {
    this.folder = folder;
    try {
      JournalFile.makeRoom(folder, day);
      early = EarlyFile.create(folder);
    } catch (IOException e) {
      failure = e;
    }
    this.opener = Thread.ofPlatform().name("journal").daemon().start(this::openInTime);
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
    decide(Opening.NOW);
    awaitOpener();
  }

  private void awaitOpener() {
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
            appendEarly(requireNonNull(early));
          }
        });
  }

  private void appendEarly(EarlyFile to) throws IOException {
    to.append(document.bytes(), document.length());
    if (++earlyDocuments == EARLY_DOCUMENTS || to.isHalfFull()) {
      decide(Opening.NOW);
    }
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

  private void openInTime() {
    try {
      if (isToOpen()) {
        open(JournalFile.open(folder, day));
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Returns when that is decided, by this time at the latest. */
  private synchronized boolean isToOpen() throws InterruptedException {
    long end = System.nanoTime() + OPENING.toNanos();
    while (opening == Opening.LATER && failure == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        opening = Opening.NOW;
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    return opening == Opening.NOW && failure == null;
  }

  /** If so, what there is room for is ours, and there is nothing in it. */
  private synchronized boolean isNeverToOpen() {
    return opening == Opening.NEVER && failure == null;
  }

  /** What was decided before stays. */
  private synchronized void decide(Opening decision) {
    if (opening == Opening.LATER) {
      opening = decision;
      notifyAll();
    }
  }

  private synchronized void open(JournalFile queue) {
    opened = queue;
  }

  private synchronized @Nullable JournalFile opened() {
    return opened;
  }

  private synchronized void fail(Throwable cause) {
    failure = failure == null ? cause : failure;
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
      decide(Opening.NEVER);
      awaitOpener();
    } finally {
      closeFiles();
    }
    checkHealth();
  }

  private void closeFiles() {
    JournalFile queue = opened();
    if (queue != null) {
      queue.close();
    } else if (isNeverToOpen()) {
      attempt(() -> JournalFile.giveBackRoom(folder, day));
    }
    if (early != null) {
      attempt(early::close);
    }
  }
}
