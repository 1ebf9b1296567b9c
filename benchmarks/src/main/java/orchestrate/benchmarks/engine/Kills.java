package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * Kills parts of a run at random moments, and tells how many processes that should be gone are
 * there a second later. The tasks are of the kind that likes to stay: they ignore TERM, and start
 * others in sessions of their own.
 *
 * <p>Arguments: the project's folder, kills of each kind, the latest moment in milliseconds.
 */
final class Kills {
  private static final String MARK = "BENCHMARK_KILLS";
  private static final long GONE_AFTER_MILLIS = 1_000;
  private static final String JOB =
      """
      version: "1"
      workers: { class-path: [JAR] }
      tasks:
        stay:
          for-each: { range: [1, 8] }
          run: |
            trap '' TERM
            setsid sleep 600 &
            (setsid sh -c 'sleep 600 & sleep 600' &)
            sleep 600
        warm:
          for-each: { range: [1, 1000000] }
          java: orchestrate.benchmarks.engine.NoopTask
      """;

  /** Who is killed. */
  private enum Victim {
    WORKER,
    COORDINATOR,
    BOTH
  }

  private final Path home;
  private final Path folder;
  private final long latestMillis;
  private final Random random = new Random();

  private Kills(Path home, Path folder, long latestMillis) {
    this.home = home;
    this.folder = folder;
    this.latestMillis = latestMillis;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (SharedFolder shared = SharedFolder.given()) {
      var kills = new Kills(Path.of(arguments[0]), shared.path(), Long.parseLong(arguments[2]));
      for (int left = Integer.parseInt(arguments[1]); left > 0; left--) {
        for (Victim victim : Victim.values()) {
          kills.kill(victim);
        }
      }
    }
    Output.flush();
  }

  private void kill(Victim victim) throws IOException, InterruptedException {
    String mark = victim + "-" + ProcessHandle.current().pid() + "-" + random.nextLong();
    String jar = NoopTask.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    var run = OrchestrateRun.start(home, folder, JOB.replace("JAR", jar), MARK, mark);
    try {
      TimeUnit.MILLISECONDS.sleep(random.nextLong(latestMillis));
      List<ProcessHandle> doomed = strike(run, victim);
      TimeUnit.MILLISECONDS.sleep(GONE_AFTER_MILLIS);
      long left =
          victim == Victim.WORKER
              ? doomed.stream().filter(ProcessHandle::isAlive).count()
              : marked(mark).count();
      Output.sample(victim.name(), (double) left);
    } finally {
      run.process().destroyForcibly().waitFor();
      marked(mark).forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Returns those that are to be gone, as far as they were there. */
  private List<ProcessHandle> strike(OrchestrateRun run, Victim victim) {
    List<ProcessHandle> workers = run.workers();
    List<ProcessHandle> worker =
        workers.isEmpty() ? List.of() : List.of(workers.get(random.nextInt(workers.size())));
    List<ProcessHandle> below =
        worker.stream().flatMap(w -> Stream.concat(Stream.of(w), w.descendants())).toList();
    if (victim != Victim.WORKER) {
      run.process().destroyForcibly();
    }
    if (victim != Victim.COORDINATOR) {
      worker.forEach(ProcessHandle::destroyForcibly);
    }
    return below;
  }

  /** All processes of that run, whoever their parent is by now. */
  private static Stream<ProcessHandle> marked(String mark) {
    return ProcessHandle.allProcesses().filter(process -> hasMark(process.pid(), mark));
  }

  private static boolean hasMark(long pid, String mark) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      return new String(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
    } catch (IOException e) {
      return false; // It has ended, or is another user's.
    }
  }
}
