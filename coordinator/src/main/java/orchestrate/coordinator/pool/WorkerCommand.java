package orchestrate.coordinator.pool;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import orchestrate.coordinator.plan.TaskApi;
import orchestrate.worker.WorkerMain;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.LogFiles;

/**
 * The command line of a worker.
 *
 * @param javaOptions the user's, for the JVMs that run the user's code; they come last and so win
 * @param durableQueues whether those can open durable queues: they get what that takes
 * @param withheld variables of this process that no worker gets
 * @param environment of all tasks; that of Java tasks is their worker's
 */
record WorkerCommand(
    List<String> javaOptions,
    boolean durableQueues,
    Set<String> withheld,
    Map<String, String> environment,
    LogFiles logFiles,
    AotCaches caches) {
  ProcessBuilder of(WorkerSetup setup, WorkerKind kind, File log) {
    boolean chronicle = durableQueues && kind == WorkerKind.JAVA;
    List<String> command = java(kind, logFiles.ofCrash(setup.number()));
    // A cache fits only a JVM whose modules are as open as those of the one that made it.
    command.addAll(chronicle ? JvmOptions.forChronicle() : caches.optionsFor(kind));
    if (kind == WorkerKind.JAVA) {
      command.addAll(javaOptions);
    }
    command.addAll(main(chronicle));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(withheld);
    if (kind == WorkerKind.JAVA) {
      builder.environment().putAll(environment);
    }
    // Each by itself: Java would keep a pipe open for an error stream that is one with the output.
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
    return builder;
  }

  /**
   * That of a worker for commands that is started before there is a run, and so before there is a
   * place for its log and its crash report: it moves there when it is told.
   */
  static ProcessBuilder ofEarly() {
    Path crash = LogFiles.of(Path.of("")).ofCrash(Spawner.EARLY_NUMBER).getFileName();
    List<String> command = java(WorkerKind.COMMANDS, crash);
    command.addAll(AotCaches.ofThisProcess().optionsFor(WorkerKind.COMMANDS));
    command.addAll(main(false));
    command.add(WorkerMain.EARLY);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static List<String> java(WorkerKind kind, Path crashReport) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forEveryJvm());
    command.addAll(frugality(kind));
    command.add("-XX:ErrorFile=" + crashReport);
    return command;
  }

  /**
   * @param chronicle whether it has Chronicle Queue, too: that is behind its own classes, with all
   *     else that this process has
   */
  private static List<String> main(boolean chronicle) {
    String classPath =
        TaskApi.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    if (chronicle) {
      classPath += File.pathSeparator + System.getProperty("java.class.path");
    }
    String self = Long.toString(ProcessHandle.current().pid());
    return List.of("-cp", classPath, WorkerMain.class.getName(), self);
  }

  /** The worker starts quickly and is small while it has nothing to do. */
  private static List<String> frugality(WorkerKind kind) {
    return switch (kind) {
      // The user's code runs here: nothing that could slow it down. What the compilers have freed
      // goes back to the system every 5 s: 6 MB, of an idle worker.
      case JAVA -> List.of("-Xms8m", "-XX:TrimNativeHeapInterval=5000");
      // The work is in the commands: what C2 would bring is not worth the time it takes.
      case COMMANDS ->
          List.of(
              "-Xms4m", "-Xss512k", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=10");
    };
  }
}
