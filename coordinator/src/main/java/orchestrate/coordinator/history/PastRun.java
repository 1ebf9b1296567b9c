package orchestrate.coordinator.history;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Explanation;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * A run as its folder tells of it.
 *
 * @param beginning null if that can't be read
 * @param took from begin to end; null if it has none, or if that isn't known
 * @param tasks how each of them has ended, in the order of the plan; none without a result
 */
public record PastRun(
    RunFolder folder,
    Instant began,
    @Nullable Beginning beginning,
    Ending ending,
    @Nullable String job,
    @Nullable Duration took,
    Map<String, String> tasks) {
  /** Reads it. What can't be read is in {@link #ending}. */
  public static PastRun read(RunFolder folder) {
    return read(folder, RunFolder.beginOf(folder.id()).orElseThrow());
  }

  /** The same. */
  static PastRun read(RunFolder folder, Instant began) {
    Beginning beginning = null;
    boolean goesOn = false;
    String trouble;
    try {
      beginning = Beginning.read(folder.path());
      goesOn = beginning.isUnderWay(); // Before its result is read: it may end in between.
      trouble = null;
    } catch (NoSuchFileException e) {
      trouble = "neither a result nor a word of how it began";
    } catch (IOException e) {
      trouble = Explanation.of(e);
    }
    try {
      RunResult result = RunResult.read(folder.result());
      Duration took = Duration.ofMillis(result.millis());
      return new PastRun(
          folder, began, beginning, result.ending(), result.job(), took, result.tasks());
    } catch (NoSuchFileException e) {
      Ending ending =
          beginning == null
              ? new Ending.Unknown(String.valueOf(trouble))
              : goesOn ? new Ending.Running(beginning.process().pid()) : new Ending.Died();
      return without(folder, began, beginning, ending);
    } catch (IOException e) {
      return without(folder, began, beginning, new Ending.Unknown(Explanation.of(e)));
    }
  }

  private static PastRun without(
      RunFolder folder, Instant began, @Nullable Beginning beginning, Ending ending) {
    String job = beginning == null ? null : beginning.job();
    return new PastRun(folder, began, beginning, ending, job, null, Map.of());
  }

  public String id() {
    return folder.id();
  }

  /** How many tasks have ended in which way, in the order in which that first happened. */
  public Map<String, Integer> counts() {
    var counts = new LinkedHashMap<String, Integer>();
    tasks.values().forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  /** Its tasks, as far as they are known. */
  public List<String> taskNames() {
    return beginning == null
        ? List.copyOf(tasks.keySet())
        : beginning.tasks().stream().map(Beginning.Task::name).toList();
  }

  /**
   * Whether its files are of no use to any process: it has a result, or its process is gone. One of
   * which neither is known is nobody's to delete.
   */
  boolean isOver() {
    return switch (ending) {
      case Ending.Running _ -> false;
      case Ending.Unknown _ -> beginning != null && !beginning.isUnderWay();
      case Ending.Succeeded _, Ending.Failed _, Ending.Stopped _, Ending.Died _ -> true;
    };
  }
}
