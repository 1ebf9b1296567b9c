package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run of a job in the background. */
record OrchestrateRun(Process process) {
  /** Starts it; all of its processes have this variable in their environment. */
  static OrchestrateRun start(Path home, Path folder, String job, String variable, String value)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("job.yaml"), job);
    var builder =
        new ProcessBuilder(home.resolve("bin/orchestrate").toString(), "run", "job.yaml")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("said").toFile()));
    builder.environment().put(variable, value);
    return new OrchestrateRun(builder.start());
  }

  /** Its worker processes, at this moment: the launcher becomes the coordinator by exec. */
  List<ProcessHandle> workers() {
    return process.children().filter(OrchestrateRun::isJava).toList();
  }

  private static boolean isJava(ProcessHandle child) {
    return child.info().command().orElse("").endsWith("/bin/java");
  }
}
