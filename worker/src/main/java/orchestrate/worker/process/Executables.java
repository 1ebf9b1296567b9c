package orchestrate.worker.process;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds programs as a shell does, but by the PATH that the program itself will see. */
final class Executables {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Executables() {}

  /**
   * @throws FileNotFoundException if there is none
   * @throws AccessDeniedException if it can't be executed
   */
  static Path find(String program, Path directory, Map<String, String> environment)
      throws FileNotFoundException, AccessDeniedException {
    if (program.indexOf('/') >= 0) {
      Path file = directory.resolve(program);
      if (Files.isDirectory(file) || !Files.exists(file)) {
        throw new FileNotFoundException("there is no program " + file);
      }
      if (!Files.isExecutable(file)) {
        throw new AccessDeniedException(
            file + " is not executable; `chmod +x` it, or name its interpreter first");
      }
      return file;
    }
    String path = environment.getOrDefault("PATH", DEFAULT_PATH);
    for (String folder : path.split(":", -1)) {
      Path file = directory.resolve(folder).resolve(program);
      if (!program.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    throw new FileNotFoundException(
        "program `" + program + "` was not found in PATH (" + path + ")");
  }
}
