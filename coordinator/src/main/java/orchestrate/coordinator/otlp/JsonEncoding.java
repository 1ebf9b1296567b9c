package orchestrate.coordinator.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import orchestrate.worker.protocol.TraceContext;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as the protocol has it: ids in hexadecimal digits, numbers of 64 bits as texts, enumerations
 * as numbers.
 */
final class JsonEncoding implements SpanEncoding {
  private static final JsonFactory JSON = new JsonFactory();

  /** What stands around the spans of a request. */
  private final byte[] before;

  private final byte[] after;

  JsonEncoding(Attributes resource, Scope scope) {
    // The array of the spans is cut in two.
    byte[] empty =
        json(
            out -> {
              out.writeArrayPropertyStart("resourceSpans");
              out.writeStartObject();
              out.writeObjectPropertyStart("resource");
              attributes(resource, out);
              out.writeEndObject();
              out.writeArrayPropertyStart("scopeSpans");
              out.writeStartObject();
              out.writeObjectPropertyStart("scope");
              out.writeStringProperty("name", scope.name());
              out.writeStringProperty("version", scope.version());
              out.writeEndObject();
              out.writeArrayPropertyStart("spans");
              out.writeEndArray();
              out.writeEndObject();
              out.writeEndArray();
              out.writeEndObject();
              out.writeEndArray();
            });
    int tail = "]}]}]}".length();
    before = Arrays.copyOf(empty, empty.length - tail);
    after = Arrays.copyOfRange(empty, empty.length - tail, empty.length);
  }

  private static byte[] json(Consumer<JsonGenerator> properties) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      properties.accept(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] span(Span span) {
    return json(
        out -> {
          HexFormat hex = HexFormat.of();
          TraceContext context = span.context();
          out.writeStringProperty(
              "traceId",
              hex.toHexDigits(context.traceHigh()) + hex.toHexDigits(context.traceLow()));
          out.writeStringProperty("spanId", hex.toHexDigits(context.span()));
          if (span.parent() != 0) {
            out.writeStringProperty("parentSpanId", hex.toHexDigits(span.parent()));
          }
          out.writeNumberProperty("flags", 1);
          out.writeStringProperty("name", Attributes.cut(span.name()));
          out.writeNumberProperty("kind", span.kind().number());
          out.writeStringProperty("startTimeUnixNano", Long.toString(span.start()));
          out.writeStringProperty("endTimeUnixNano", Long.toString(span.end()));
          attributes(span.attributes(), out);
          if (span.error() != null) {
            out.writeObjectPropertyStart("status");
            out.writeStringProperty("message", Attributes.cut(span.error()));
            out.writeNumberProperty("code", Span.STATUS_ERROR);
            out.writeEndObject();
          }
        });
  }

  private static void attributes(Attributes attributes, JsonGenerator out) {
    out.writeArrayPropertyStart("attributes");
    attributes.forEach(
        (name, value) -> {
          out.writeStartObject();
          out.writeStringProperty("key", name);
          out.writeObjectPropertyStart("value");
          switch (value) {
            case Attributes.Value.Text(String text) -> out.writeStringProperty("stringValue", text);
            case Attributes.Value.Flag(boolean flag) -> out.writeBooleanProperty("boolValue", flag);
            case Attributes.Value.Whole(long number) ->
                out.writeStringProperty("intValue", Long.toString(number));
            case Attributes.Value.Decimal(double decimal) ->
                out.writeNumberProperty("doubleValue", decimal);
          }
          out.writeEndObject();
          out.writeEndObject();
        });
    out.writeEndArray();
  }

  @Override
  public byte[] request(List<byte[]> spans) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(before);
    for (int i = 0; i < spans.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(spans.get(i));
    }
    body.writeBytes(after);
    return body.toByteArray();
  }

  @Override
  public Rejected rejected(byte[] answer) throws IOException {
    if (answer.length == 0) {
      return Rejected.NONE;
    }
    try {
      JsonNode partial = JsonMapper.shared().readTree(answer).path("partialSuccess");
      return new Rejected(
          partial.path("rejectedSpans").asLong(0), partial.path("errorMessage").asString(""));
    } catch (JacksonException e) {
      throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
