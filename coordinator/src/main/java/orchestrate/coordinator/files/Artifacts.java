package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;

/**
 * Copies files that a task has left out of the job's folder, where the next run would replace them.
 *
 * <p>The copies are for their owner alone. What a link leads to is copied only if that is in the
 * job's folder, too; devices, pipes and sockets are not.
 */
public final class Artifacts {
  /** As much as is copied without looking whether it is still wanted. */
  private static final long CHUNK_BYTES = 1 << 20;

  /**
   * What has been copied.
   *
   * @param bytes of all of them
   * @param lacking names that have led to nothing
   */
  public record Kept(long files, long bytes, List<String> lacking) {
    public Kept {
      lacking = List.copyOf(lacking);
    }
  }

  private final JobFiles job;
  private final Path target;

  /** The folder for those of all tasks of a run. */
  public static Path folderIn(Path runFolder) {
    return runFolder.resolve("artifacts");
  }

  /** The folder for those of a task; in it, each instance of a fan-out has one of its own. */
  public static Path folderIn(Path runFolder, String task) {
    return folderIn(runFolder).resolve(task);
  }

  /**
   * @param target folder that they go to, under the names that they have in the job's folder
   */
  public Artifacts(JobFiles job, Path target) {
    this.job = job;
    this.target = target;
  }

  /**
   * Copies all that the names stand for, in place of what an earlier attempt has left. It ends
   * early if its thread is interrupted.
   *
   * @param names paths or patterns, as {@link JobFiles#find} takes them
   */
  public Kept keep(List<String> names) throws IOException {
    Trees.delete(target);
    Path realFolder = job.folder().toRealPath();
    Map<Path, Path> real = new LinkedHashMap<>();
    List<String> lacking = new ArrayList<>();
    for (String name : names) {
      boolean found = false;
      for (Path file : job.find(name)) {
        Path place = job.folder().resolve(file).toRealPath();
        if (!file.isAbsolute() && !file.startsWith("..") && place.startsWith(realFolder)) {
          real.put(file, place);
          found = true;
        }
      }
      if (!found) {
        lacking.add(name);
      }
    }
    return new Kept(real.size(), copy(real), lacking);
  }

  /**
   * All of them or none: half of them take the room that the rest of the run needs.
   *
   * @param real where the files are, by their names
   */
  private long copy(Map<Path, Path> real) throws IOException {
    long bytes = 0;
    try {
      for (Entry<Path, Path> file : real.entrySet()) {
        bytes += copy(file.getValue(), target.resolve(file.getKey()));
      }
      return bytes;
    } catch (IOException e) {
      Trees.delete(target);
      throw e;
    }
  }

  private static long copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent(), OwnerOnly.FOLDER);
    try (FileChannel in =
            FileChannel.open(from, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel out =
            FileChannel.open(
                to,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                OwnerOnly.FILE)) {
      long copied = 0;
      for (long count = -1; count != 0; copied += count) {
        count = in.transferTo(copied, CHUNK_BYTES, out);
      }
      return copied;
    }
  }
}
