package orchestrate.coordinator.pool;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orchestrate.coordinator.plan.TaskApi;
import orchestrate.worker.WorkerMain;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.LogFiles;

/**
 * The command line of a worker.
 *
 * @param javaOptions the user's; they come last and so win
 * @param environment added to the coordinator's own
 */
record WorkerCommand(
    List<String> javaOptions,
    Map<String, String> environment,
    LogFiles logFiles,
    AotCaches caches) {
  ProcessBuilder of(WorkerSetup setup, WorkerKind kind, File log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forEveryJvm());
    command.addAll(frugality(kind));
    command.add("-XX:ErrorFile=" + logFiles.ofCrash(setup.number()));
    command.addAll(caches.optionsFor(kind));
    command.addAll(javaOptions);
    command.add("-cp");
    command.add(
        TaskApi.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(WorkerMain.class.getName());
    command.addAll(setup.toArguments());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.redirectInput(new File("/dev/null"));
    return builder;
  }

  /** The worker starts quickly and is small while it has nothing to do. */
  private static List<String> frugality(WorkerKind kind) {
    return switch (kind) {
      // The user's code runs here: nothing that could slow it down.
      case JAVA -> List.of("-Xms8m");
      // The work is in the commands: what C2 would bring is not worth the time it takes.
      case COMMANDS ->
          List.of(
              "-Xms4m", "-Xss512k", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=10");
    };
  }
}
