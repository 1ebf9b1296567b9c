package orchestrate.coordinator.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import orchestrate.coordinator.report.RunSummary.Failure;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.worker.protocol.ResourceUse;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** The outcome of a run for programs: {@code result.json}. */
public final class ResultJson {
  private final RunSummary summary;
  private final RunFiles files;

  public ResultJson(RunSummary summary, RunFiles files) {
    this.summary = summary;
    this.files = files;
  }

  /**
   * Writes it so that there is either all of it or nothing.
   *
   * @throws UncheckedIOException if it can't be written
   */
  public void write(Path file, int exitCode) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      try {
        write(unfinished, file, exitCode);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (JacksonIOException e) {
      throw new UncheckedIOException("can't write " + file, e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  private void write(Path unfinished, Path file, int exitCode) throws IOException {
    Files.deleteIfExists(unfinished); // of a process of this run that was killed
    Files.createFile(unfinished, OwnerOnly.FILE);
    try (var stream = Files.newOutputStream(unfinished);
        JsonGenerator json =
            new JsonFactory()
                .createGenerator(ObjectWriteContext.empty(), stream, JsonEncoding.UTF8)) {
      write(json, exitCode);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(JsonGenerator json, int exitCode) {
    json.writeStartObject();
    json.writeNumberProperty("format", 1);
    json.writeStringProperty("run", summary.runId());
    json.writeStringProperty("job", summary.job());
    json.writeStringProperty("started", Instant.ofEpochMilli(summary.startedAt()).toString());
    json.writeNumberProperty("millis", summary.millis());
    json.writeNumberProperty("exitCode", exitCode);
    if (summary.stopReason() != null) {
      json.writeStringProperty("stopReason", summary.stopReason());
    }
    json.writeArrayPropertyStart("tasks");
    summary.tasks().forEach(task -> write(json, task));
    json.writeEndArray();
    json.writeNumberProperty("workersRecycled", summary.recycled());
    json.writeNumberProperty("failures", summary.failureCount());
    json.writeArrayPropertyStart("firstFailures");
    summary.failures().forEach(failure -> write(json, failure));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(JsonGenerator json, TaskSummary task) {
    json.writeStartObject();
    json.writeStringProperty("name", task.task().name());
    json.writeStringProperty("result", task.word());
    String reason = task.status().reason();
    if (reason != null) {
      json.writeStringProperty("reason", reason);
    }
    if (task.task().spec().isService()) {
      json.writeBooleanProperty("service", true);
    }
    Long readyMillis = task.readyMillis();
    if (readyMillis != null) {
      json.writeNumberProperty("readyMillis", readyMillis);
    }
    json.writeNumberProperty("instances", task.count());
    json.writeNumberProperty("succeeded", task.succeeded());
    if (task.upToDate() > 0) {
      json.writeNumberProperty("upToDate", task.upToDate());
      json.writeNumberProperty("restored", task.restored());
    }
    if (task.because() != null) {
      json.writeStringProperty("because", task.because().brief());
    }
    json.writeNumberProperty("failed", task.failed());
    json.writeNumberProperty("cancelled", task.cancelled());
    json.writeNumberProperty("retries", task.retries());
    json.writeNumberProperty("warnings", task.warnings());
    if (task.hasForked()) {
      json.writeNumberProperty("subtasks", task.subtasks());
      json.writeNumberProperty("subtasksFailed", task.subtasksFailed());
      json.writeNumberProperty("subtaskRetries", task.subtaskRetries());
    }
    writeArtifacts(json, task);
    json.writeNumberProperty("millis", task.millis());
    json.writeNumberProperty("busyMillis", task.busyMillis());
    write(json, task.use());
    json.writeEndObject();
  }

  private void writeArtifacts(JsonGenerator json, TaskSummary task) {
    if (task.artifacts() == 0 && task.artifactTrouble() == null) {
      return;
    }
    json.writeObjectPropertyStart("artifacts");
    json.writeStringProperty(
        "folder", files.folder().relativize(files.artifacts(task.task())).toString());
    json.writeNumberProperty("files", task.artifacts());
    json.writeNumberProperty("bytes", task.artifactBytes());
    if (task.artifactTrouble() != null) {
      json.writeStringProperty("trouble", task.artifactTrouble());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ResourceUse use) {
    json.writeNumberProperty("userMillis", use.userNanos() / 1_000_000);
    json.writeNumberProperty("systemMillis", use.systemNanos() / 1_000_000);
    if (use.peakBytes() > 0) {
      json.writeNumberProperty("peakBytes", use.peakBytes());
    }
  }

  private void write(JsonGenerator json, Failure failure) {
    json.writeStartObject();
    json.writeStringProperty("task", failure.task().name());
    if (failure.task().isFanOut()) {
      json.writeNumberProperty("instance", failure.instance());
    }
    if (failure.item() != null) {
      json.writeStringProperty("item", failure.item());
    }
    if (failure.isAllowed()) {
      json.writeBooleanProperty("allowed", true);
    }
    json.writeNumberProperty("attempt", failure.attempt());
    json.writeNumberProperty("millis", failure.nanos() / 1_000_000);
    write(json, failure.use());
    json.writeStringProperty("reason", failure.outcome().reason());
    Path log = files.log(failure.task(), failure.instance(), failure.attempt());
    if (Files.exists(log)) {
      json.writeStringProperty("log", files.folder().relativize(log).toString());
    }
    json.writeEndObject();
  }
}
