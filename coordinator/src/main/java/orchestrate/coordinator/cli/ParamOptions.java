package orchestrate.coordinator.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.read.JobFileReader;
import orchestrate.config.read.ParamsFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The values that the command line has for the params of a job file. */
public final class ParamOptions {
  @CommandLine.Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "Sets a param of the job file; may be given several times.")
  private Map<String, String> params = new LinkedHashMap<>();

  @CommandLine.Option(
      names = "--params-file",
      paramLabel = "FILE",
      description = "Sets the params that a YAML or JSON file has values for; -p wins.")
  private @Nullable Path paramsFile;

  /** Reads the job file with these values, and the environment of this process. */
  public JobFile read(Path file) throws JobFileException {
    Map<String, String> all = new LinkedHashMap<>();
    if (paramsFile != null) {
      all.putAll(ParamsFile.read(paramsFile));
    }
    all.putAll(params);
    return JobFileReader.read(file, all, System.getenv());
  }
}
