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
 * start-up, by its own report. The first of all times is for warming up.
 *
 * <p>Arguments: the project's folder, a {@link Work}, tasks, times, bytes of each of the files to
 * hash (0 for none).
 */
final class Timed {
  static final String PEAK = "peak";

  private static final long LOOK_EVERY_MILLIS = 100;

  /** Files to hash are links to so many. */
  private static final int DIFFERENT_FILES = 16;

  private static final Pattern MILLIS = Pattern.compile("\"millis\":(\\d+)");

  private final Work work;
  private final Place place;
  private final Path folder;

  private Timed(Work work, Place place, Path folder) {
    this.work = work;
    this.place = place;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var place =
        new Place(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[2]),
            Runtime.getRuntime().availableProcessors());
    try (SharedFolder shared = SharedFolder.given()) {
      var timed = new Timed(Work.valueOf(arguments[1]), place, shared.path());
      timed.prepare(Integer.parseInt(arguments[4]));
      timed.run();
      for (int times = Integer.parseInt(arguments[3]); times > 0; times--) {
        timed.measure();
      }
    }
    Output.flush();
  }

  private void prepare(int bytes) throws IOException {
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
    Output.sample("whole", (System.nanoTime() - start) / (double) place.tasks());
    if (work.program().equals("orchestrate")) {
      Output.sample(PEAK, (double) peak);
    }
    if (work.runs()) {
      Output.sample("started", lastRunMillis() * 1e6 / place.tasks());
    }
  }

  /** Says how much memory its process had at most, in bytes. */
  private long run() throws IOException, InterruptedException {
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

  private double lastRunMillis() throws IOException {
    try (var runs = Files.list(folder.resolve(".orchestrate/runs"))) {
      Path last =
          runs.max(Comparator.comparingLong(run -> run.toFile().lastModified())).orElseThrow();
      Matcher millis = MILLIS.matcher(Files.readString(last.resolve("result.json")));
      if (!millis.find()) {
        throw new IOException("no time in the result of " + last);
      }
      return Double.parseDouble(millis.group(1));
    }
  }
}
