package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files in the folder of a job, by the names that the job file has for them. Thread-safe. */
public final class JobFiles {
  /** What we keep there ourselves; no pattern finds it. */
  public static final String STATE = ".orchestrate";

  private final Path folder;

  public JobFiles(Path jobFolder) {
    this.folder = jobFolder;
  }

  public Path folder() {
    return folder;
  }

  /** Where the name leads, whether or not something is there. */
  public Path at(String name) {
    return folder.resolve(name);
  }

  /**
   * The regular files that a name stands for, sorted: the file that has it, those in the folder
   * that has it, or, if there is neither, those that it matches as a pattern.
   *
   * @return names as they are from the job's folder; none if nothing is there
   * @throws java.nio.file.InvalidPathException if no file can have this name
   * @throws java.util.regex.PatternSyntaxException if it is meant as a pattern, and is none
   */
  public List<Path> find(String name) throws IOException {
    Path path = Path.of(name).normalize();
    if (!Files.exists(at(name))) {
      return Glob.isOne(name) ? Glob.of(name).in(folder) : List.of();
    }
    List<Path> found = new ArrayList<>();
    FileWalk.from(folder, path, found::add);
    found.sort(null);
    return found;
  }

  /** Whether something has this name, be it an empty folder, or some file matches it. */
  public boolean has(String name) throws IOException {
    return Files.exists(at(name)) || !find(name).isEmpty();
  }
}
