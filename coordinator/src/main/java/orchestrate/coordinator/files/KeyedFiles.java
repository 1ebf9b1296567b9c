package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import orchestrate.ipc.os.OwnerOnly;

/**
 * A folder of files that go by a SHA-256: {@code ab/cdef...}. They appear, are replaced, and go as
 * a whole, so any number of runs may use them at a time. Thread-safe.
 */
public final class KeyedFiles {
  /** Of names of folders, so that none gets too many files. */
  private static final int PREFIX = 2;

  /** Fills a file that is there and empty. */
  public interface Filling {
    void fill(Path file) throws IOException;
  }

  private final Path cache;
  private final Path folder;

  /**
   * @param cache a folder in one that is there
   * @param name of the folder in it; both are made when they are needed
   */
  public KeyedFiles(Path cache, String name) {
    this.cache = cache;
    this.folder = cache.resolve(name);
  }

  public Path folder() {
    return folder;
  }

  /** Where the file is, if it is there. */
  public Path at(String key) {
    return group(key).resolve(key.substring(PREFIX));
  }

  private Path group(String key) {
    return folder.resolve(key.substring(0, PREFIX));
  }

  /** Puts a file there, in place of the one that is there. */
  public void put(String key, Filling filling) throws IOException {
    OwnFolder.make(cache);
    OwnFolder.make(folder);
    Path fresh = Files.createTempFile(OwnFolder.make(group(key)), "new-", "", OwnerOnly.FILE);
    try {
      filling.fill(fresh);
      Files.move(fresh, at(key), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  public void remove(String key) throws IOException {
    Files.deleteIfExists(at(key));
  }
}
