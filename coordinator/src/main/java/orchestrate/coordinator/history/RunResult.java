package orchestrate.coordinator.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is read of a {@code result.json}.
 *
 * @param millis how long the run took
 * @param stopReason null if nobody cut it short
 * @param tasks how each has ended, by name, in the order of the plan
 */
record RunResult(
    String job, long millis, int exitCode, @Nullable String stopReason, Map<String, String> tasks) {
  private static final int FORMAT = 1;

  /** That of a job with a hundred thousand tasks is smaller. */
  private static final long MOST_BYTES = 1 << 26;

  /**
   * Reads it.
   *
   * @throws NoSuchFileException if there is none
   * @throws IOException if it can't be read, or isn't what a run writes
   */
  static RunResult read(Path file) throws IOException {
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("result.json is no regular file");
    }
    if (attributes.size() > MOST_BYTES) {
      throw new IOException("result.json is too long");
    }
    try {
      return of(JsonMapper.shared().readTree(Files.readAllBytes(file)));
    } catch (JacksonException e) {
      throw new IOException("result.json is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static RunResult of(JsonNode json) throws IOException {
    if (json.path("format").asInt(0) != FORMAT) {
      throw new IOException("result.json is not of format " + FORMAT);
    }
    var tasks = new LinkedHashMap<String, String>();
    for (JsonNode task : json.path("tasks")) {
      tasks.put(text(task, "name"), text(task, "result"));
    }
    return new RunResult(
        text(json, "job"),
        number(json, "millis").asLong(),
        number(json, "exitCode").asInt(),
        json.has("stopReason") ? text(json, "stopReason") : null,
        tasks);
  }

  private static String text(JsonNode json, String field) throws IOException {
    JsonNode value = json.path(field);
    if (!value.isString()) {
      throw new IOException("result.json lacks the text `%s`".formatted(field));
    }
    return value.asString();
  }

  private static JsonNode number(JsonNode json, String field) throws IOException {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IOException("result.json lacks the number `%s`".formatted(field));
    }
    return value;
  }

  Ending ending() {
    if (stopReason != null) {
      return new Ending.Stopped(stopReason);
    }
    return exitCode == 0 ? new Ending.Succeeded() : new Ending.Failed(exitCode);
  }
}
