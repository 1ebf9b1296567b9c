package orchestrate.coordinator.otlp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import orchestrate.worker.protocol.TraceContext;

/**
 * Protocol Buffers, by the numbers of opentelemetry-proto: {@code trace.proto}, {@code
 * common.proto} and {@code trace_service.proto}.
 */
final class ProtobufEncoding implements SpanEncoding {
  private final ProtobufWriter resource;
  private final ProtobufWriter scope;

  ProtobufEncoding(Attributes resource, Scope scope) {
    this.resource = attributes(resource, 1, new ProtobufWriter());
    this.scope = new ProtobufWriter().text(1, scope.name()).text(2, scope.version());
  }

  @Override
  public String contentType() {
    return "application/x-protobuf";
  }

  @Override
  public byte[] span(Span span) {
    TraceContext context = span.context();
    byte[] trace =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(context.traceHigh())
            .putLong(context.traceLow())
            .array();
    var out = new ProtobufWriter().bytes(1, trace).bytes(2, id(context.span()));
    if (span.parent() != 0) {
      out.bytes(4, id(span.parent()));
    }
    out.text(5, Attributes.cut(span.name()))
        .number(6, span.kind().number())
        .fixed(7, span.start())
        .fixed(8, span.end());
    attributes(span.attributes(), 9, out);
    if (span.error() != null) {
      var status = new ProtobufWriter();
      status.text(2, Attributes.cut(span.error())).number(3, Span.STATUS_ERROR);
      out.message(15, status);
    }
    return out.fixed(16, 1).toBytes();
  }

  private static byte[] id(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  private static ProtobufWriter attributes(Attributes attributes, int field, ProtobufWriter out) {
    attributes.forEach(
        (name, value) ->
            out.message(field, new ProtobufWriter().text(1, name).message(2, of(value))));
    return out;
  }

  private static ProtobufWriter of(Attributes.Value value) {
    var out = new ProtobufWriter();
    return switch (value) {
      case Attributes.Value.Text(String text) -> out.text(1, text);
      case Attributes.Value.Flag(boolean flag) -> out.number(2, flag ? 1 : 0);
      case Attributes.Value.Whole(long number) -> out.number(3, number);
      case Attributes.Value.Decimal(double decimal) -> out.decimal(4, decimal);
    };
  }

  @Override
  public byte[] request(List<byte[]> spans) {
    var ofScope = new ProtobufWriter().message(1, scope);
    spans.forEach(span -> ofScope.bytes(2, span));
    var ofResource = new ProtobufWriter().message(1, resource).message(2, ofScope);
    return new ProtobufWriter().message(1, ofResource).toBytes();
  }

  @Override
  public Rejected rejected(byte[] answer) throws IOException {
    var reader = new ProtobufReader(answer);
    for (int field = reader.field(); field != 0; field = reader.field()) {
      if (field == 1) {
        return partialSuccess(reader.message());
      }
      reader.skip();
    }
    return Rejected.NONE;
  }

  private static Rejected partialSuccess(ProtobufReader reader) throws IOException {
    long spans = 0;
    String why = "";
    for (int field = reader.field(); field != 0; field = reader.field()) {
      switch (field) {
        case 1 -> spans = reader.number();
        case 2 -> why = reader.text();
        default -> reader.skip();
      }
    }
    return new Rejected(spans, why);
  }
}
