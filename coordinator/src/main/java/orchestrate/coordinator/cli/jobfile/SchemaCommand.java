package orchestrate.coordinator.cli.jobfile;

import java.util.concurrent.Callable;
import orchestrate.config.read.JobFileSchema;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.preview.JsonText;
import picocli.CommandLine;

/** {@code orchestrate schema}: the job file for editors. */
@CommandLine.Command(
    name = "schema",
    description = {
      "Prints the JSON Schema (2020-12) of a job file, with which editors complete and check it.",
      "",
      "orchestrate schema > job.schema.json, and in the job file's first line, for editors that use"
          + " yaml-language-server: # yaml-language-server: $schema=job.schema.json"
    },
    mixinStandardHelpOptions = true)
public final class SchemaCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(JsonText.of(JobFileSchema.tree()));
    return ExitCode.OK.code();
  }
}
