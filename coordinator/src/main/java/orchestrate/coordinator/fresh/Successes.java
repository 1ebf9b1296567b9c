package orchestrate.coordinator.fresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import orchestrate.coordinator.files.KeyedFiles;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of successes, a file each. Any number of runs may read and write at a time:
 * the last one counts. Thread-safe.
 */
final class Successes {
  private final KeyedFiles files;
  private final boolean isReadOnly;

  Successes(KeyedFiles files) {
    this(files, false);
  }

  private Successes(KeyedFiles files, boolean isReadOnly) {
    this.files = files;
    this.isReadOnly = isReadOnly;
  }

  /** The same, but nothing that is put there, or removed, is. */
  static Successes readOnly(KeyedFiles files) {
    return new Successes(files, true);
  }

  /**
   * What was put by this key last; null if nothing was, or what is there can't be believed, which
   * is then removed.
   *
   * @param key a SHA-256
   */
  @Nullable Success get(String key) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(files.at(key));
    } catch (NoSuchFileException e) {
      return null;
    }
    Success found = SuccessCodec.decode(bytes);
    if (found == null) {
      remove(key);
    }
    return found;
  }

  void put(String key, Success success) throws IOException {
    if (isReadOnly) {
      return;
    }
    files.put(key, file -> Files.write(file, SuccessCodec.encode(success)));
  }

  void remove(String key) throws IOException {
    if (!isReadOnly) {
      files.remove(key);
    }
  }
}
