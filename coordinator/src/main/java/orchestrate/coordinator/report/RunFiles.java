package orchestrate.coordinator.report;

import java.nio.file.Path;
import orchestrate.coordinator.files.Artifacts;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.worker.protocol.LogFiles;

/** Where a run's files are, as a person who stands in {@code here} would name them. */
public record RunFiles(Path folder, Path here) {
  private static final String RESULT = "result.json";

  public Path log(PlannedTask task, long instance, int attempt) {
    return LogFiles.of(folder).of(task.name(), instance, attempt, task.isFanOut());
  }

  /** The outcome for programs. */
  Path result() {
    return resultIn(folder);
  }

  /** That of the run with that folder. */
  public static Path resultIn(Path runFolder) {
    return runFolder.resolve(RESULT);
  }

  /** What a CI system is to show of the run, where it takes that from a file. */
  Path summary() {
    return folder.resolve("orchestrate-%s.md".formatted(folder.getFileName()));
  }

  Path artifacts() {
    return Artifacts.folderIn(folder);
  }

  /** Where those of a task are, by instance if it has several. */
  Path artifacts(PlannedTask task) {
    return Artifacts.folderIn(folder, task.name());
  }

  /** The shorter of the relative and the absolute name. */
  public String shown(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path start = here.toAbsolutePath().normalize();
    String relative =
        absolute.startsWith(start) ? start.relativize(absolute).toString() : absolute.toString();
    return relative;
  }
}
