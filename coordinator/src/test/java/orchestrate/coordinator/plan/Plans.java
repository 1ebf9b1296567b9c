package orchestrate.coordinator.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import orchestrate.config.JobFileException;
import orchestrate.config.ProblemReport;
import orchestrate.config.read.JobFileReader;

/** Plans for tests, from the text of a job file. */
public final class Plans {
  private Plans() {}

  /** Plans the job, whose files are in {@code folder}. */
  public static Plan of(Path folder, int slots, String yaml) throws Exception {
    return of(folder, limits(slots), yaml);
  }

  static RunLimits limits(int slots) {
    return new RunLimits(slots, Long.MAX_VALUE, RunLimits.Patience.ENDLESS);
  }

  /** Plans the job, whose files are in {@code folder}. */
  public static Plan of(Path folder, RunLimits limits, String yaml) throws Exception {
    Path file = write(folder, yaml);
    try {
      return Planner.plan(
          JobFileReader.read(file, Map.of(), Map.of()),
          Selection.ALL,
          limits,
          folder.resolve("cache"));
    } catch (JobFileException e) {
      throw new AssertionError(ProblemReport.render(e), e);
    }
  }

  static Path write(Path folder, String yaml) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), "version: \"1\"\n" + yaml);
  }
}
