package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * How much more memory the coordinator has resident, at its peak, for each item more. Arguments:
 * the project's folder, few items, many items.
 */
final class ItemMemory {
  static final String ITEM = "item";

  private ItemMemory() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int few = Integer.parseInt(arguments[1]);
    int many = Integer.parseInt(arguments[2]);
    try (SharedFolder shared = SharedFolder.given()) {
      Path home = Path.of(arguments[0]);
      long lower = peak(home, shared.path().resolve("few"), few);
      long higher = peak(home, shared.path().resolve("many"), many);
      Output.sample(ITEM, Math.max(0, higher - lower) / (double) (many - few));
      Output.sample(Timed.PEAK, (double) higher);
    }
    Output.flush();
  }

  private static long peak(Path home, Path folder, int items)
      throws IOException, InterruptedException {
    var place = new Place(home, items, Runtime.getRuntime().availableProcessors());
    var run = new Timed(Work.ORCHESTRATE_NOOP, place, Files.createDirectory(folder));
    run.prepare(0);
    return run.run();
  }
}
