package orchestrate.ipc.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.os.ProcessStat;

/**
 * Folders that appear and vanish whole: while one is being made or deleted it has a temporary name,
 * {@code .name.pid-start-n.tmp}, that says which process is at it.
 */
final class FolderTree {
  private static final Pattern TEMPORARY = Pattern.compile("\\..*\\.(\\d+)-(\\d+)-\\d+\\.tmp");
  private static final AtomicLong COUNT = new AtomicLong();

  private FolderTree() {}

  static Path temporaryName(Path folder, ProcessStat process) {
    return folder.resolveSibling(
        ("." + folder.getFileName())
            + ("." + process.pid())
            + ("-" + process.start())
            + ("-" + COUNT.incrementAndGet() + ".tmp"));
  }

  /** The process that is making or deleting the folder, if its name is a temporary one. */
  static Optional<ProcessStat> processAt(Path folder) {
    Matcher name = TEMPORARY.matcher(folder.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new ProcessStat(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2))))
        : Optional.empty();
  }

  static void createPrivate(Path folder) throws IOException {
    Files.createDirectory(folder, OwnerOnly.FOLDER);
  }

  /** Takes the folder out of sight, then deletes it. Does nothing if it is gone. */
  static void remove(Path folder) throws IOException {
    Path hidden = temporaryName(folder, ProcessStat.self());
    try {
      Files.move(folder, hidden);
    } catch (NoSuchFileException gone) {
      return;
    }
    delete(hidden);
  }

  /** Deletes what is there; others may be doing the same. Links are not followed. */
  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> inside = Files.list(path)) {
        for (Path entry : (Iterable<Path>) inside::iterator) {
          delete(entry);
        }
      } catch (NoSuchFileException gone) {
        return;
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    Files.deleteIfExists(path);
  }
}
