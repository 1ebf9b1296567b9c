package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Copies of files, by the SHA-256 of what is in them. When one was used last is its time.
 * Thread-safe.
 */
public final class ContentStore {
  private static final Map<PosixFilePermission, PosixFilePermission> EXECUTE_OF_READ =
      Map.of(
          PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

  private final KeyedFiles files;

  public ContentStore(KeyedFiles files) {
    this.files = files;
  }

  public boolean has(String sha256) {
    return Files.isRegularFile(files.at(sha256), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Keeps a copy.
   *
   * @param state of the file, a moment ago
   * @throws IOException also if it was changed since
   */
  public void keep(Path file, FileState state) throws IOException {
    if (has(state.sha256()) && use(state.sha256())) {
      return;
    }
    files.put(
        state.sha256(),
        fresh -> {
          copy(file, fresh);
          if (!FileStamp.of(file).equals(state.stamp())) {
            throw new IOException(file + " was changed while it was copied");
          }
        });
  }

  /** It is used just now; false if another run has made room meanwhile. */
  private boolean use(String sha256) throws IOException {
    try {
      Files.setLastModifiedTime(files.at(sha256), FileClock.now());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from);
        FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      long copied = 0;
      for (long count = -1; count != 0; copied += count) {
        count = in.transferTo(copied, Long.MAX_VALUE, out);
      }
    }
  }

  /**
   * Puts a file where it was, in place of what is there: all of it or nothing.
   *
   * @param state that it shall have
   * @param file in a folder that is there
   * @return false if there is no copy; one that is spoilt is removed
   */
  public boolean restore(FileState state, Path file) throws IOException {
    Path entry = files.at(state.sha256());
    Path fresh =
        files
            .folder()
            .resolve("new-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    try {
      if (!Sha256.copying(entry, fresh).equals(state.sha256())) {
        Files.deleteIfExists(entry);
        return false;
      }
      if (state.executable()) {
        makeExecutable(fresh);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      Files.setLastModifiedTime(entry, FileClock.now());
      return true;
    } catch (NoSuchFileException e) {
      return false; // Another run has made room.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** For all who may read it. */
  private static void makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    for (Entry<PosixFilePermission, PosixFilePermission> both : EXECUTE_OF_READ.entrySet()) {
      if (permissions.contains(both.getKey())) {
        permissions.add(both.getValue());
      }
    }
    Files.setPosixFilePermissions(file, permissions);
  }
}
