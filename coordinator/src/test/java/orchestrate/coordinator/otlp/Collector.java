package orchestrate.coordinator.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What listens where a collector would: it takes spans in both forms, and says what it was told.
 */
public final class Collector implements AutoCloseable {
  /** A span as it came; ids in hexadecimal digits, an empty one if there is none. */
  public record Received(
      String trace,
      String id,
      String parent,
      String name,
      int kind,
      long start,
      long end,
      Map<String, Object> attributes,
      int status,
      String message) {}

  /** Says what is answered to a request: the number of it comes from 1. */
  public interface Answers {
    /** Of HTTP; with a body, which may be empty. */
    record Answer(int status, ByteBuffer body) {}

    Answer to(int request) throws InterruptedException;
  }

  private final HttpServer server;
  private final List<Received> spans = new ArrayList<>();
  private final List<Map<String, List<String>>> headers = new ArrayList<>();
  private final Map<String, Object> resource = new LinkedHashMap<>();
  private final Map<String, Object> scope = new LinkedHashMap<>();
  private int requests;

  public Collector() throws IOException {
    this(_ -> new Answers.Answer(200, ByteBuffer.allocate(0)));
  }

  Collector(Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", exchange -> take(exchange, answers));
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange, Answers answers) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      Answers.Answer answer = answers.to(count(exchange));
      if (answer.status() == 200) {
        take(exchange.getRequestHeaders().getFirst("Content-Type"), body);
      }
      exchange.getResponseHeaders().set("Retry-After", "0");
      var bytes = new byte[answer.body().remaining()];
      answer.body().get(bytes);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private synchronized int count(HttpExchange exchange) {
    headers.add(new HashMap<>(exchange.getRequestHeaders()));
    return ++requests;
  }

  private synchronized void take(String type, byte[] body) throws IOException {
    switch (type) {
      case "application/json" -> takeJson(JsonMapper.shared().readTree(body));
      case "application/x-protobuf" -> takeProtobuf(new ProtobufReader(body));
      default -> throw new IOException("no type of the protocol: " + type);
    }
    notifyAll();
  }

  /** Waits until there is one. */
  synchronized void awaitSpan() throws InterruptedException {
    while (spans.isEmpty()) {
      wait();
    }
  }

  private void takeJson(JsonNode request) {
    for (JsonNode ofResource : request.get("resourceSpans")) {
      resource.putAll(attributes(ofResource.get("resource").get("attributes")));
      for (JsonNode ofScope : ofResource.get("scopeSpans")) {
        ofScope
            .get("scope")
            .properties()
            .forEach(e -> scope.put(e.getKey(), e.getValue().asString()));
        for (JsonNode span : ofScope.get("spans")) {
          spans.add(
              new Received(
                  span.get("traceId").asString(),
                  span.get("spanId").asString(),
                  span.path("parentSpanId").asString(""),
                  span.get("name").asString(),
                  span.get("kind").asInt(),
                  Long.parseLong(span.get("startTimeUnixNano").asString()),
                  Long.parseLong(span.get("endTimeUnixNano").asString()),
                  attributes(span.get("attributes")),
                  span.path("status").path("code").asInt(0),
                  span.path("status").path("message").asString("")));
        }
      }
    }
  }

  private static Map<String, Object> attributes(JsonNode list) {
    var attributes = new LinkedHashMap<String, Object>();
    for (JsonNode each : list) {
      JsonNode value = each.get("value");
      Map.Entry<String, JsonNode> only = value.properties().iterator().next();
      attributes.put(
          each.get("key").asString(),
          switch (only.getKey()) {
            case "stringValue" -> only.getValue().asString();
            case "intValue" -> Long.parseLong(only.getValue().asString());
            case "doubleValue" -> only.getValue().asDouble();
            case "boolValue" -> only.getValue().asBoolean();
            default -> throw new AssertionError("no type of the protocol: " + only);
          });
    }
    return attributes;
  }

  private interface Field {
    void read(int number, ProtobufReader in) throws IOException;
  }

  private static void each(ProtobufReader message, Field field) throws IOException {
    for (int number = message.field(); number != 0; number = message.field()) {
      field.read(number, message);
    }
  }

  private static AssertionError unexpected(int field) {
    return new AssertionError("field " + field + " is not expected here");
  }

  private void takeProtobuf(ProtobufReader request) throws IOException {
    each(
        request,
        (number, in) -> {
          assertIs(1, number);
          each(
              in.message(),
              (part, ofResource) -> {
                switch (part) {
                  case 1 ->
                      each(
                          ofResource.message(),
                          (field, value) -> {
                            assertIs(1, field);
                            attribute(value.message(), resource);
                          });
                  case 2 -> each(ofResource.message(), this::ofScope);
                  default -> throw unexpected(part);
                }
              });
        });
  }

  private static void assertIs(int expected, int field) {
    if (field != expected) {
      throw unexpected(field);
    }
  }

  private void ofScope(int number, ProtobufReader in) throws IOException {
    switch (number) {
      case 1 ->
          each(
              in.message(),
              (field, value) -> scope.put(field == 1 ? "name" : "version", value.text()));
      case 2 -> spans.add(span(in.message()));
      default -> throw unexpected(number);
    }
  }

  private static Received span(ProtobufReader message) throws IOException {
    var texts = new HashMap<Integer, String>();
    var numbers = new HashMap<Integer, Long>();
    var attributes = new LinkedHashMap<String, Object>();
    each(
        message,
        (field, in) -> {
          switch (field) {
            case 1, 2, 4 -> texts.put(field, HexFormat.of().formatHex(in.bytes()));
            case 5 -> texts.put(field, in.text());
            case 6, 7, 8, 16 -> numbers.put(field, in.number());
            case 9 -> attribute(in.message(), attributes);
            case 15 ->
                each(
                    in.message(),
                    (part, status) -> {
                      if (part == 2) {
                        texts.put(15, status.text());
                      } else {
                        assertIs(3, part);
                        numbers.put(15, status.number());
                      }
                    });
            default -> throw unexpected(field);
          }
        });
    return new Received(
        requireNonNull(texts.get(1)),
        requireNonNull(texts.get(2)),
        texts.getOrDefault(4, ""),
        requireNonNull(texts.get(5)),
        requireNonNull(numbers.get(6)).intValue(),
        requireNonNull(numbers.get(7)),
        requireNonNull(numbers.get(8)),
        attributes,
        numbers.getOrDefault(15, 0L).intValue(),
        texts.getOrDefault(15, ""));
  }

  private static void attribute(ProtobufReader message, Map<String, Object> to) throws IOException {
    assertIs(1, message.field());
    String key = message.text();
    assertIs(2, message.field());
    each(
        message.message(),
        (type, in) ->
            to.put(
                key,
                switch (type) {
                  case 1 -> in.text();
                  case 2 -> in.number() != 0;
                  case 3 -> in.number();
                  case 4 -> Double.longBitsToDouble(in.number());
                  default -> throw unexpected(type);
                }));
  }

  /** Those that it has taken. */
  public synchronized List<Received> spans() {
    return List.copyOf(spans);
  }

  synchronized Map<String, Object> resource() {
    return Map.copyOf(resource);
  }

  synchronized Map<String, Object> scope() {
    return Map.copyOf(scope);
  }

  synchronized List<Map<String, List<String>>> headers() {
    return List.copyOf(headers);
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
