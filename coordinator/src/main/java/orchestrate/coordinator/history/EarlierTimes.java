package orchestrate.coordinator.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import tools.jackson.databind.JsonNode;

/** How long the tasks of a job took the last time. */
public final class EarlierTimes {
  /** Of jobs that share a folder, one may have run often since the other did. */
  private static final int MOST_LOOKS = 20;

  /**
   * A task of an earlier run.
   *
   * @param instances how many it had
   * @param meanMillis how long an attempt took
   */
  public record Task(long instances, double meanMillis) {}

  private EarlierTimes() {}

  /**
   * By the result of the last run of that job which has one: tasks that ran then, by name. Empty if
   * there is no such run among the last ones of the folder.
   *
   * @throws IOException if the folder can't be looked at
   */
  public static Map<String, Task> of(Path jobFolder, String job) throws IOException {
    RunHistory history = RunHistory.of(jobFolder);
    for (String id : history.ids().stream().limit(MOST_LOOKS).toList()) {
      var folder = new RunFolder(id, history.folder().resolve(id));
      try {
        if (Beginning.read(folder.path()).job().equals(job)) {
          return times(RunResult.json(folder.result()));
        }
      } catch (IOException e) {
        continue; // It goes on, or was killed: an older one may tell.
      }
    }
    return Map.of();
  }

  private static Map<String, Task> times(JsonNode result) {
    var times = new HashMap<String, Task>();
    for (JsonNode task : result.path("tasks")) {
      long ran =
          task.path("succeeded").asLong(0)
              - task.path("upToDate").asLong(0)
              + task.path("failed").asLong(0)
              + task.path("retries").asLong(0);
      if (ran > 0) {
        times.put(
            task.path("name").asString(""),
            new Task(task.path("instances").asLong(1), task.path("busyMillis").asDouble(0) / ran));
      }
    }
    return times;
  }
}
