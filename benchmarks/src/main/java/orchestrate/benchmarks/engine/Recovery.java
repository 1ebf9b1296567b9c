package orchestrate.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * Kills a worker, or the coordinator, while a task is under way, and tells how long it takes until
 * that task has begun again. Arguments: the project's folder, kills of each kind.
 *
 * <p>The task says that it has begun by a line in a named pipe.
 */
final class Recovery {
  /** A line in it: a process of the task's worker. */
  static final String PIPE = "began";

  private static final String MARK = "BENCHMARK_RECOVERY";

  private static final String JOB =
      """
      version: "1"
      workers: { class-path: [JAR] }
      tasks:
        task: { TASK, retry: 1 }
      """;

  /** Who is killed: the worker of a command, that of a Java task, or the coordinator. */
  enum Victim {
    COMMANDS("run: 'echo $PPID > began; exec sleep 600'"),
    JAVA("java: orchestrate.benchmarks.engine.LongTask"),
    COORDINATOR("run: 'echo $PPID > began; exec sleep 600'");

    private final String task;

    Victim(String task) {
      this.task = task;
    }
  }

  private final Path home;

  private Recovery(Path home) {
    this.home = home;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var recovery = new Recovery(Path.of(arguments[0]));
    try (SharedFolder shared = SharedFolder.given()) {
      for (int left = Integer.parseInt(arguments[1]); left > 0; left--) {
        for (Victim victim : Victim.values()) {
          recovery.measure(victim, shared.path().resolve(victim + "-" + left));
        }
      }
    }
    Output.flush();
  }

  private void measure(Victim victim, Path folder) throws IOException, InterruptedException {
    String jar = LongTask.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String job = JOB.replace("JAR", jar).replace("TASK", victim.task);
    Path pipe = Files.createDirectory(folder).resolve(PIPE);
    if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
      throw new IOException("mkfifo has failed");
    }
    // Open for writing, too: so neither end ever waits for the other to open it.
    try (var both = new RandomAccessFile(pipe.toFile(), "rw");
        var began =
            new BufferedReader(
                new InputStreamReader(
                    Channels.newInputStream(both.getChannel()), StandardCharsets.UTF_8))) {
      var run = OrchestrateRun.start(home, folder, job, MARK, victim.name());
      try {
        long worker = Long.parseLong(began.readLine());
        long start = System.nanoTime();
        if (victim == Victim.COORDINATOR) {
          run.process().destroyForcibly().waitFor();
          run = OrchestrateRun.resume(home, folder, MARK, victim.name());
        } else {
          ProcessHandle.of(worker).orElseThrow().destroyForcibly();
        }
        began.readLine();
        Output.sample(victim.name(), (double) (System.nanoTime() - start));
      } finally {
        run.process().destroyForcibly().waitFor();
      }
    }
  }
}
