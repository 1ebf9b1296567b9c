package orchestrate.coordinator.fresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;
import orchestrate.coordinator.files.ContentStore;
import orchestrate.coordinator.files.FileHashes;
import orchestrate.coordinator.files.FileState;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.files.KeyedFiles;
import orchestrate.coordinator.files.OldestOut;
import orchestrate.coordinator.files.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what tasks have made, by all that it depended on, and puts it back instead of making it
 * once more. Thread-safe.
 */
final class OutputCache {
  private final JobFiles files;
  private final FileHashes hashes;
  private final KeyedFiles contents;
  private final KeyedFiles states;
  private final ContentStore content;
  private final Successes successes;

  /**
   * @param isReadOnly whether it is only looked at
   */
  OutputCache(JobFiles files, FileHashes hashes, Path cache, boolean isReadOnly) {
    this.files = files;
    this.hashes = hashes;
    this.contents = new KeyedFiles(cache, "content");
    this.states = new KeyedFiles(cache, "states");
    this.content = new ContentStore(contents);
    this.successes = isReadOnly ? Successes.readOnly(states) : new Successes(states);
  }

  private static String key(Begun begun) {
    return new Sha256().add(begun.work().key()).add(begun.fingerprint().sha256()).hex();
  }

  void keep(Begun begun, Success success) throws IOException {
    for (Entry<String, FileState> output : success.outputs().entrySet()) {
      checkInside(Path.of(output.getKey()));
      content.keep(files.at(output.getKey()), output.getValue());
    }
    successes.put(key(begun), success);
  }

  void forget(Begun begun) throws IOException {
    successes.remove(key(begun));
  }

  /** Whether all is there that it takes to put back what was made when all was as it is now. */
  boolean has(Begun begun) throws IOException {
    Success kept = successes.get(key(begun));
    return kept != null && has(kept);
  }

  private boolean has(Success kept) {
    return kept.outputs().values().stream().allMatch(state -> content.has(state.sha256()));
  }

  /**
   * Puts back what was made when all was as it is now. What the last success has left since then,
   * and nobody has changed, goes.
   *
   * @return how things are now; null if it isn't known, or not all of it is there any more
   * @throws IOException also if a link leads out of where the files belong
   */
  @Nullable Restored restore(Begun begun) throws IOException {
    Success kept = successes.get(key(begun));
    if (kept == null || !has(kept)) {
      return null;
    }
    var outputs = new TreeMap<String, FileState>();
    long restored = 0;
    for (Entry<String, FileState> output : kept.outputs().entrySet()) {
      Path file = files.at(output.getKey());
      FileState now = hashes.ofNullable(file);
      if (now == null || !now.isSameAs(output.getValue())) {
        makeFolders(Path.of(output.getKey()));
        if (!content.restore(output.getValue(), file)) {
          return null;
        }
        restored++;
        now = hashes.of(file);
      }
      outputs.put(output.getKey(), now);
    }
    removeRest(begun.before(), kept);
    for (String name : begun.work().outputs()) {
      if (!files.has(name)) {
        return null;
      }
    }
    var success = new Success(kept.run(), begun.own(), begun.inputs(), outputs, kept.values());
    successes.put(key(begun), success); // It was used just now.
    return new Restored(success, restored);
  }

  private void removeRest(@Nullable Success last, Success kept) throws IOException {
    if (last == null) {
      return;
    }
    for (Entry<String, FileState> output : last.outputs().entrySet()) {
      Path file = files.at(output.getKey());
      if (!kept.outputs().containsKey(output.getKey()) && isPlain(Path.of(output.getKey()))) {
        FileState now = hashes.ofNullable(file);
        if (now != null && now.isSameAs(output.getValue())) {
          Files.delete(file);
        }
      }
    }
  }

  /** Whether no link is on the way to it. */
  private boolean isPlain(Path name) {
    if (name.isAbsolute() || name.startsWith("..")) {
      return false;
    }
    for (Path folder = name.getParent(); folder != null; folder = folder.getParent()) {
      if (!Files.isDirectory(files.folder().resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  private void checkInside(Path name) throws IOException {
    if (name.isAbsolute() || name.startsWith("..")) {
      throw new IOException(name + " is not in the folder of the job file, so it can't be kept");
    }
  }

  private void makeFolders(Path name) throws IOException {
    checkInside(name);
    Path parent = name.getParent();
    if (parent != null) {
      Path folder = files.folder();
      for (Path part : parent) {
        folder = folder.resolve(part);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(folder); // fails if it is a link
        }
      }
    }
  }

  /** Makes room: what was used longest ago goes first. */
  void trim(long limit) throws IOException {
    OldestOut.trim(List.of(contents.folder(), states.folder()), limit);
  }
}
