package orchestrate.coordinator.describe;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.plan.Plan;
import orchestrate.ipc.os.OwnerOnly;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description of a run's job, in the file {@code job.json} of the run's folder. It is either
 * all there or not at all.
 */
public final class JobRecord {
  private static final String FILE = "job.json";
  private static final int FORMAT = 1;

  /** Job files have less, and little is said twice. */
  private static final long MOST_BYTES = 1L << 28;

  private JobRecord() {}

  /** Keeps what the job is, for a run that begins. */
  public static void write(Path runFolder, Plan plan) throws IOException {
    Path file = runFolder.resolve(FILE);
    Path unfinished = runFolder.resolve(FILE + ".unfinished");
    try {
      Files.deleteIfExists(unfinished); // of a process of this run that was killed
      Files.createFile(unfinished, OwnerOnly.FILE);
      try (var stream = new BufferedOutputStream(Files.newOutputStream(unfinished));
          JsonGenerator json =
              new JsonFactory()
                  .createGenerator(ObjectWriteContext.empty(), stream, JsonEncoding.UTF8)) {
        write(JobDescription.of(plan), json);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | JacksonException e) {
      throw new IOException("can't write %s: %s".formatted(file, e.getMessage()), e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void write(JobDescription description, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("format", FORMAT);
    json.writeName("job");
    write(description.job(), json);
    json.writeObjectPropertyStart("tasks");
    description
        .tasks()
        .forEach(
            (name, fields) -> {
              json.writeName(name);
              write(fields, json);
            });
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(Map<String, String> fields, JsonGenerator json) {
    json.writeStartObject();
    fields.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  /**
   * What the job of a run was.
   *
   * @throws NoSuchFileException if that was not kept: by an earlier version, or by a run that was
   *     killed in its first moments
   * @throws IOException if it can't be read, or is something else
   */
  public static JobDescription read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(FILE);
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException(file + " is no regular file");
    }
    if (attributes.size() > MOST_BYTES) {
      throw new IOException(file + " is too long to say what the job was");
    }
    try {
      return of(JsonMapper.shared().readTree(Files.readAllBytes(file)), file);
    } catch (JacksonException e) {
      throw new IOException("%s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private static JobDescription of(JsonNode json, Path file) throws IOException {
    if (json.path("format").asInt(0) != FORMAT) {
      throw new IOException(
          "%s is not of format %d, which this version reads".formatted(file, FORMAT));
    }
    var tasks = new LinkedHashMap<String, Map<String, String>>();
    for (Map.Entry<String, JsonNode> task : json.path("tasks").properties()) {
      tasks.put(task.getKey(), fields(task.getValue(), file));
    }
    return new JobDescription(fields(json.path("job"), file), tasks);
  }

  private static Map<String, String> fields(JsonNode json, Path file) throws IOException {
    var fields = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!field.getValue().isString()) {
        throw new IOException(
            "%s does not say what the job was: `%s` is no text".formatted(file, field.getKey()));
      }
      fields.put(field.getKey(), field.getValue().asString());
    }
    return fields;
  }

  /**
   * What is another in the plan than it was when that run began.
   *
   * @throws NoSuchFileException as {@link #read} does
   */
  public static List<JobChange> changesSince(Path runFolder, Plan now) throws IOException {
    return JobDescription.of(now).changesSince(read(runFolder));
  }
}
