package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of a job in the background. */
record OrchestrateRun(Process process) {
  /** Starts it; all of its processes have this variable in their environment. */
  static OrchestrateRun start(Path home, Path folder, String job, String variable, String value)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("job.yaml"), job);
    return call(home, folder, variable, value, "run", "job.yaml");
  }

  /** Goes on with the run that was killed in a folder. */
  static OrchestrateRun resume(Path home, Path folder, String variable, String value)
      throws IOException {
    return call(home, folder, variable, value, "resume");
  }

  private static OrchestrateRun call(
      Path home, Path folder, String variable, String value, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/orchestrate").toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
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
