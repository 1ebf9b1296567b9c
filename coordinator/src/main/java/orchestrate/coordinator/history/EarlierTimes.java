package orchestrate.coordinator.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

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
          return times(folder.result());
        }
      } catch (IOException e) {
        // It goes on, or was killed: an older one may tell.
      }
    }
    return Map.of();
  }

  /**
   * Token by token: a tree of it takes 450 classes more, which cost a run that goes on beside it
   * more than all else that is done for an estimate.
   */
  private static Map<String, Task> times(Path result) throws IOException {
    var attributes =
        Files.readAttributes(result, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException(result + " is no regular file");
    }
    var times = new HashMap<String, Task>();
    try (InputStream stream = Files.newInputStream(result);
        JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), stream)) {
      while (json.nextToken() != null) {
        boolean task =
            json.currentToken() == JsonToken.START_OBJECT
                && json.streamReadContext().getParent().inArray()
                && "tasks".equals(json.streamReadContext().getParent().getParent().currentName());
        if (task) {
          readTask(json, times);
        }
      }
    } catch (JacksonException e) {
      throw new IOException(result + " is no JSON: " + e.getOriginalMessage(), e);
    }
    return times;
  }

  private static void readTask(JsonParser json, Map<String, Task> times) {
    String name = "";
    var numbers = new HashMap<String, Long>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      switch (json.nextToken()) {
        case VALUE_NUMBER_INT -> numbers.put(field, json.getLongValue());
        case VALUE_STRING -> name = field.equals("name") ? json.getString() : name;
        case START_OBJECT, START_ARRAY -> json.skipChildren();
        default -> {}
      }
    }
    long ran =
        numbers.getOrDefault("succeeded", 0L)
            - numbers.getOrDefault("upToDate", 0L)
            + numbers.getOrDefault("failed", 0L)
            + numbers.getOrDefault("retries", 0L);
    if (ran > 0) {
      double mean = (double) numbers.getOrDefault("busyMillis", 0L) / ran;
      times.put(name, new Task(numbers.getOrDefault("instances", 1L), mean));
    }
  }
}
