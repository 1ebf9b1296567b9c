package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * How much memory a worker has resident that has done a task and waits: one for commands, and one
 * for Java tasks. Arguments: the project's folder, milliseconds to come to rest.
 *
 * <p>Each job has one task that takes no time and then one command that sleeps until it is killed:
 * to wait for that needs no work of any worker.
 */
final class IdleMemory {
  private static final String COMMANDS =
      """
      version: "1"
      tasks:
        first: { run: ["true"] }
        last: { needs: first, run: [sleep, "600"] }
      """;
  private static final String JAVA =
      """
      version: "1"
      workers: { class-path: [JAR] }
      tasks:
        first: { java: orchestrate.benchmarks.engine.NoopTask }
        last: { needs: first, run: [sleep, "600"] }
      """;

  private IdleMemory() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments[0]);
    long rest = Long.parseLong(arguments[1]);
    String jar = NoopTask.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (SharedFolder shared = SharedFolder.given()) {
      Output.sample(
          "commands", measure(home, shared.path().resolve("commands"), COMMANDS, true, rest));
      Output.sample(
          "java",
          measure(home, shared.path().resolve("java"), JAVA.replace("JAR", jar), false, rest));
    }
    Output.flush();
  }

  private static double measure(
      Path home, Path folder, String job, boolean ofCommands, long restMillis)
      throws IOException, InterruptedException {
    var run = OrchestrateRun.start(home, folder, job, "BENCHMARK", "memory");
    try {
      ProcessHandle sleeper = awaitSleeper(run);
      TimeUnit.MILLISECONDS.sleep(restMillis);
      long worker = sleeper.parent().orElseThrow().pid();
      List<Long> wanted =
          run.workers().stream()
              .map(ProcessHandle::pid)
              .filter(pid -> (pid == worker) == ofCommands)
              .toList();
      return resident(wanted.getFirst());
    } finally {
      run.process().destroyForcibly().waitFor();
    }
  }

  private static ProcessHandle awaitSleeper(OrchestrateRun run)
      throws IOException, InterruptedException {
    while (run.process().isAlive()) {
      var sleeper =
          run.process()
              .descendants()
              .filter(p -> p.info().command().orElse("").endsWith("/sleep"))
              .findFirst();
      if (sleeper.isPresent()) {
        return sleeper.get();
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new IOException("the run has ended before its last task");
  }

  /** Bytes. */
  private static double resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
        .filter(line -> line.startsWith("Rss:"))
        .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
        .sum();
  }
}
