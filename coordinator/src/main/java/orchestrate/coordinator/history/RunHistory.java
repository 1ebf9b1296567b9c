package orchestrate.coordinator.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orchestrate.coordinator.run.RunFolder;

/**
 * The runs of a folder's jobs.
 *
 * @param folder what the runs' folders are in
 * @param ids of the runs, newest first
 * @param strangers what else is there, and is left alone
 */
public record RunHistory(Path folder, List<String> ids, List<Path> strangers) {
  /**
   * Looks what there is.
   *
   * @throws IOException if it can't be looked at, or a link stands in its place
   */
  public static RunHistory of(Path jobFolder) throws IOException {
    Path runs = RunFolder.runsOf(jobFolder);
    var ids = new ArrayList<String>();
    var strangers = new ArrayList<Path>();
    if (isFolder(RunFolder.stateOf(jobFolder)) && isFolder(runs)) {
      try (Stream<Path> entries = Files.list(runs)) {
        entries.forEach(
            entry -> {
              String name = entry.getFileName().toString();
              if (RunFolder.beginOf(name).isPresent()
                  && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                ids.add(name);
              } else if (!Pruning.isHalfDeleted(entry)) {
                strangers.add(entry);
              }
            });
      }
    }
    ids.sort(Comparator.reverseOrder());
    strangers.sort(null);
    return new RunHistory(runs, ids, strangers);
  }

  private static boolean isFolder(Path path) throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is not a folder (links are not followed); remove it");
    }
    return true;
  }

  /** All of them, newest first; each is read when it is asked for. */
  public Stream<PastRun> runs() {
    return ids.stream().map(this::run);
  }

  /** Those that began before the one with this id, newest first; each is read when asked for. */
  public Stream<PastRun> before(String id) {
    return ids.stream().filter(other -> other.compareTo(id) < 0).map(this::run);
  }

  private PastRun run(String id) {
    Instant began = RunFolder.beginOf(id).orElseThrow();
    return PastRun.read(new RunFolder(id, folder.resolve(id)), began);
  }

  /** The newest; empty if there is none. */
  public Optional<PastRun> last() {
    return runs().findFirst();
  }

  /** Those whose ids begin so, newest first. */
  public List<PastRun> beginningWith(String start) {
    return ids.stream().filter(id -> id.startsWith(start)).map(this::run).toList();
  }
}
