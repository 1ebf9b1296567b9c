package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * Has a tool do some work, from its start to its end, and tells how long that took for each task;
 * of ours also the peak of the resident memory of its process, and how long a run took after
 * start-up, by its own report. Before the first that counts, some of the work is done once, so that
 * programs and files are in the system's cache.
 *
 * <p>Arguments: the project's folder, a {@link Work}, tasks, times, bytes of each of the files to
 * hash (0 for none), cores, tasks to warm up (0 for none).
 */
final class Timed {
  static final String WHOLE = "whole";
  static final String STARTED = "started";
  static final String PEAK = "peak";
  static final String EFFICIENCY = "efficiency";
  static final String STARTED_EFFICIENCY = "started-efficiency";

  private static final long LOOK_EVERY_MILLIS = 100;

  /** Files to hash are links to so many. */
  private static final int DIFFERENT_FILES = 16;

  private static final Pattern MILLIS = Pattern.compile("\"millis\":(\\d+)");

  private final Work work;
  private final Place place;
  private final Path folder;

  Timed(Work work, Place place, Path folder) {
    this.work = work;
    this.place = place;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments[0]);
    Work work = Work.valueOf(arguments[1]);
    int tasks = Integer.parseInt(arguments[2]);
    int bytes = Integer.parseInt(arguments[4]);
    int cores = Integer.parseInt(arguments[5]);
    int warmUp = Math.min(tasks, Integer.parseInt(arguments[6]));
    try (SharedFolder shared = SharedFolder.given()) {
      // In the same folder if the work is the same: then it is not the first run there.
      Path folder = Files.createDirectory(shared.path().resolve("measured"));
      if (warmUp > 0) {
        Path before =
            warmUp == tasks ? folder : Files.createDirectory(shared.path().resolve("before"));
        var warm = new Timed(work, new Place(home, warmUp, cores), before);
        warm.prepare(bytes);
        warm.run();
      }
      var timed = new Timed(work, new Place(home, tasks, cores), folder);
      if (warmUp < tasks) {
        timed.prepare(bytes);
      }
      for (int times = Integer.parseInt(arguments[3]); times > 0; times--) {
        timed.measure();
      }
    }
    Output.flush();
  }

  /** Makes the files that the tool finds. */
  void prepare(int bytes) throws IOException {
    for (Map.Entry<String, String> file : work.files(place).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    if (bytes > 0) {
      makeData(Files.createDirectory(folder.resolve("data")), bytes);
    }
  }

  private void makeData(Path data, int bytes) throws IOException {
    var random = new Random(1);
    for (int number = 1; number <= place.tasks(); number++) {
      Path file = data.resolve(String.valueOf(number));
      if (number <= DIFFERENT_FILES) {
        var content = new byte[bytes];
        random.nextBytes(content);
        Files.write(file, content);
      } else {
        Files.createLink(file, data.resolve(String.valueOf(1 + number % DIFFERENT_FILES)));
      }
    }
  }

  private void measure() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long peak = run();
    sample(WHOLE, EFFICIENCY, System.nanoTime() - start);
    if (work.program().equals(Work.ORCHESTRATE)) {
      Output.sample(PEAK, (double) peak);
    }
    if (work.runs()) {
      sample(STARTED, STARTED_EFFICIENCY, TimeUnit.MILLISECONDS.toNanos(lastRunMillis()));
    }
  }

  private void sample(String time, String efficiency, long nanos) {
    double each = nanos / (double) place.tasks();
    Output.sample(time, each);
    if (work.processorNanos() > 0) {
      Output.sample(efficiency, each * place.cores() / work.processorNanos());
    }
  }

  /** Says how much memory its process had at most, in bytes. */
  long run() throws IOException, InterruptedException {
    List<String> command = work.command(place);
    Path said = folder.resolve("said");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said.toFile()));
    builder.environment().putAll(work.environment());
    Process process = builder.start();
    long peak = 0;
    while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakSoFar(process.pid()));
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with exit code %d, after%n%s"
              .formatted(String.join(" ", command), process.exitValue(), Files.readString(said)));
    }
    return peak;
  }

  /** In bytes; 0 once the process is gone. */
  private static long peakSoFar(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private long lastRunMillis() throws IOException {
    try (var runs = Files.list(folder.resolve(".orchestrate/runs"))) {
      Path last =
          runs.max(Comparator.comparingLong(run -> run.toFile().lastModified())).orElseThrow();
      Matcher millis = MILLIS.matcher(Files.readString(last.resolve("result.json")));
      if (!millis.find()) {
        throw new IOException("no time in the result of " + last);
      }
      return Long.parseLong(millis.group(1));
    }
  }
}
