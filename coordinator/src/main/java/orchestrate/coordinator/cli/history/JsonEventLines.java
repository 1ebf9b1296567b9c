package orchestrate.coordinator.cli.history;

import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import orchestrate.coordinator.run.Beginning;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** JSON Lines, in ASCII, so that a terminal that they come to can't be steered. */
final class JsonEventLines extends EventLines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final JsonGenerator json;
  private final List<Beginning.Task> tasks;

  /**
   * @param tasks as far as they are known
   */
  JsonEventLines(OutputStream out, List<Beginning.Task> tasks) {
    this.json =
        JsonFactory.builder()
            .rootValueSeparator("")
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    this.tasks = tasks;
  }

  @Override
  void begin(String kind, long at) {
    json.writeStartObject();
    json.writeStringProperty("kind", kind);
    json.writeStringProperty("time", TIME.format(Instant.ofEpochMilli(at)));
    json.writeNumberProperty("epochMillis", at);
  }

  @Override
  void task(int number) {
    if (number < tasks.size()) {
      json.writeStringProperty("task", tasks.get(number).name());
    }
    json.writeNumberProperty("taskNumber", number);
  }

  @Override
  void instance(int task, long number) {
    task(task);
    if (task >= tasks.size() || tasks.get(task).fanOut()) {
      json.writeNumberProperty("instance", number);
    }
  }

  @Override
  void text(String name, String value) {
    json.writeStringProperty(name, value);
  }

  @Override
  void number(String name, long value) {
    json.writeNumberProperty(name, value);
  }

  @Override
  void flag(String name, boolean value) {
    json.writeBooleanProperty(name, value);
  }

  @Override
  void time(String name, long nanos) {
    json.writeNumberProperty(name + "Nanos", nanos);
  }

  @Override
  void map(String name, Map<String, String> value) {
    json.writeObjectPropertyStart(name);
    value.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  @Override
  void end() {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() {
    json.close();
  }
}
