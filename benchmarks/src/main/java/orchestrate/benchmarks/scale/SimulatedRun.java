package orchestrate.benchmarks.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.benchmarks.engine.NoopTask;
import orchestrate.coordinator.cli.Main;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.pool.Spawner;
import tools.jackson.databind.json.JsonMapper;

/** Runs of {@code orchestrate run} in this process, whole and real but for the workers. */
final class SimulatedRun {
  private static final String VOLUNTARY = "voluntary_ctxt_switches:";

  private final Path folder;
  private final int lanes;
  private final FakeStarter starter;

  /**
   * What a run took.
   *
   * @param wholeNanos of processor time, by the run's thread, from the start to the end of the run
   * @param taskNanos from the task's first attempt to the end of its last
   * @param sleeps how often the run's thread has slept
   * @param journalBytes how long the journal is
   */
  record Cost(long wholeNanos, long taskNanos, long sleeps, long journalBytes, Peaks peaks) {}

  /**
   * @param folder for the job, and all that its runs leave
   * @param lanes how many tasks run at a time
   */
  SimulatedRun(Path folder, int lanes, FakeStarter starter) {
    this.folder = folder;
    this.lanes = lanes;
    this.starter = starter;
  }

  /** Of a fan-out over a range. */
  Cost ofRange(long items, boolean collecting) throws IOException {
    return run("range: [1, " + items + "]", collecting);
  }

  /** Of a fan-out over the lines of a file, each of them of sixteen characters. */
  Cost ofLines(int items, boolean collecting) throws IOException {
    Path lines = folder.resolve("lines");
    try (var out = Files.newBufferedWriter(lines)) {
      for (int i = 0; i < items; i++) {
        out.write("photo-%010d\n".formatted(i));
      }
    }
    return run("lines: lines", collecting);
  }

  private Cost run(String forEach, boolean collecting) throws IOException {
    Path job = folder.resolve("job.yaml");
    Files.writeString(
        job,
        """
        version: "1"
        workers: { class-path: ["%s"] }
        tasks:
          all: { for-each: { %s }, java: %s }
        """
            .formatted(location(), forEach, NoopTask.class.getName()));
    PrintStream stdout = System.out;
    Path said = folder.resolve("said");
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long sleeps = sleeps();
    int exitCode;
    PeakWatch watch = PeakWatch.begin(collecting);
    try (var out = new PrintStream(said.toFile(), StandardCharsets.UTF_8)) {
      System.setOut(out);
      String[] words = {"run", "--jobs", Integer.toString(lanes), job.toString()};
      exitCode = Main.execute(words, new Spawner(starter));
    } finally {
      System.setOut(stdout);
      watch.end();
    }
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    sleeps = sleeps() - sleeps;
    if (exitCode != 0) {
      throw new IOException("exit code " + exitCode + ", after\n" + Files.readString(said));
    }
    Path run = newestRun();
    return new Cost(cpu, taskNanos(run), sleeps, JournalReader.bytes(run), watch.peaks());
  }

  private static String location() {
    return Path.of(NoopTask.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  private Path newestRun() throws IOException {
    try (var runs = Files.list(folder.resolve(".orchestrate/runs"))) {
      return runs.max(Path::compareTo).orElseThrow();
    }
  }

  private static long taskNanos(Path run) {
    var result = JsonMapper.shared().readTree(run.resolve("result.json").toFile());
    return result.get("tasks").get(0).get("millis").asLong() * 1_000_000;
  }

  /** Of this thread, so far. */
  private static long sleeps() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/thread-self/status"));
    return status.stream()
        .filter(line -> line.startsWith(VOLUNTARY))
        .mapToLong(line -> Long.parseLong(line.substring(VOLUNTARY.length()).strip()))
        .sum();
  }
}
