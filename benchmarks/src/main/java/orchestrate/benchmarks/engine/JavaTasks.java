package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * What a Java task that does nothing costs, from its submission to the pool of workers until its
 * end is told: alone, each by itself, and in a stream, the mean. Arguments: tasks to measure alone,
 * tasks to measure in the stream, workers. Before each, as many warm up.
 */
final class JavaTasks {
  /** So many are under way in the stream: a run has as many of tasks that are this short. */
  private static final int UNDER_WAY = 2048;

  private JavaTasks() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int alone = Integer.parseInt(arguments[0]);
    int streamed = Integer.parseInt(arguments[1]);
    int workers = Integer.parseInt(arguments[2]);
    try (SharedFolder folder = SharedFolder.given()) {
      roundTrips(folder.path(), alone);
      stream(folder.path(), streamed, workers);
    }
    Output.flush();
  }

  private static void roundTrips(Path folder, int tasks) throws IOException, InterruptedException {
    try (var driver = new PoolDriver(folder, 1)) {
      driver.roundTrips(new long[tasks]);
      var nanos = new long[tasks];
      driver.roundTrips(nanos);
      for (long one : nanos) {
        Output.sample("round-trip", (double) one);
      }
    }
  }

  private static void stream(Path folder, int tasks, int workers)
      throws IOException, InterruptedException {
    try (var driver = new PoolDriver(folder, workers)) {
      driver.stream(tasks, UNDER_WAY);
      long start = System.nanoTime();
      driver.stream(tasks, UNDER_WAY);
      Output.sample("streamed", (System.nanoTime() - start) / (double) tasks);
    }
  }
}
