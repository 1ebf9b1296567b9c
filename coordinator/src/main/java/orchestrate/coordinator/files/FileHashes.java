package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is in files, and reads each only if it may have changed since it was read last. As git
 * does, it does not believe the stamp of a file that was changed just before it was read: it could
 * have been changed once more within the same tick of the file system's clock. Thread-safe.
 */
public final class FileHashes {
  /** Whoever has more files reads some of them twice. */
  private static final int KEPT = 200_000;

  private final ConcurrentMap<Path, FileState> known = new ConcurrentHashMap<>();
  private final LongSupplier clock;

  public FileHashes() {
    this(FileClock::millis);
  }

  /**
   * For tests.
   *
   * @param clock in milliseconds since 1970, as files have it
   */
  FileHashes(LongSupplier clock) {
    this.clock = clock;
  }

  /** What is in the file now. It ends early if its thread is interrupted. */
  public FileState of(Path file) throws IOException {
    FileStamp stamp = FileStamp.of(file);
    FileState before = known.get(file);
    if (before != null && before.holdsFor(stamp)) {
      return before;
    }
    long now = TimeUnit.MILLISECONDS.toNanos(clock.getAsLong());
    var state = new FileState(Sha256.of(file), Files.isExecutable(file), stamp, now);
    keep(file, state);
    return state;
  }

  /** What is in the file now; null if there is none. */
  public @Nullable FileState ofNullable(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) ? of(file) : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** What an earlier run knows of the file. */
  public void learn(Path file, FileState state) {
    if (!known.containsKey(file)) {
      keep(file, state);
    }
  }

  private void keep(Path file, FileState state) {
    if (known.size() >= KEPT) {
      known.clear();
    }
    known.put(file, state);
  }
}
