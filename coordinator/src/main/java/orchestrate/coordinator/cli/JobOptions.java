package orchestrate.coordinator.cli;

import java.nio.file.Path;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import picocli.CommandLine;

/** The job file that a command is about, and the values of its params. */
public final class JobOptions {
  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      defaultValue = "job.yaml",
      description = "The job file (default: job.yaml).")
  private Path file = Path.of("job.yaml");

  @CommandLine.Mixin private ParamOptions params = new ParamOptions();

  public JobOptions() {}

  /** As if the command line had but this file. */
  JobOptions(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  public JobFile read() throws JobFileException {
    return params.read(file);
  }
}
