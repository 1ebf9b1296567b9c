package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.coordinator.history.RunHistory;
import org.jspecify.annotations.Nullable;

/** The folder whose runs are meant. */
public record Place(Path folder) {
  /** A folder, or that of a job file; the working folder if nothing is named. Null if not there. */
  public static @Nullable Place of(@Nullable Path named) {
    Path path = (named == null ? Path.of("") : named).toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      return new Place(path);
    }
    Path parent = path.getParent();
    return Files.isRegularFile(path) && parent != null ? new Place(parent) : null;
  }

  public static String refusal(@Nullable Path named) {
    return "there is no job file or folder %s to look for runs in".formatted(named);
  }

  public RunHistory history() throws IOException {
    return RunHistory.of(folder);
  }
}
