package orchestrate.coordinator.otlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import orchestrate.coordinator.otlp.Collector.Answers.Answer;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanSenderTest {
  private static final TraceContext CONTEXT = new TraceContext(1, -2, 0xabcL);
  private static final Answer GOOD = new Answer(200, ByteBuffer.allocate(0));

  private static OtlpSettings settings(String endpoint, String... variables) throws OtlpException {
    var environment = new HashMap<String, String>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    environment.put("OTEL_EXPORTER_OTLP_TIMEOUT", "60000");
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return requireNonNull(OtlpSettings.of(environment));
  }

  private static SpanSender sender(String endpoint, SpanQueue queue, String... variables)
      throws OtlpException {
    var resource = new Attributes().put("service.name", "it \u00e4").put("process.pid", 7);
    return SpanSender.begin(
        settings(endpoint, variables), resource, new Scope("orchestrate", "9"), queue);
  }

  /** Sends at once. */
  private static SpanQueue hasty() {
    return new SpanQueue(1 << 20, Duration.ZERO);
  }

  private static Span span(String name, @Nullable String error) {
    var attributes =
        new Attributes()
            .put("text", "\u0000\u001b[31m\"\\\n\ud83d\ude00 \ud800!")
            .put("none", null)
            .put("negative", -1L)
            .put("large", Long.MAX_VALUE)
            .put("decimal", 0.25)
            .put("yes", true)
            .put("no", false);
    return new Span(
        CONTEXT,
        5,
        Span.Kind.SERVER,
        name,
        1_795_000_000_000_000_001L,
        1L << 62,
        attributes,
        error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/protobuf", "http/json"})
  void aCollectorGetsWhatASpanHas(String protocol) throws Exception {
    try (var collector = new Collector()) {
      SpanSender sender =
          sender(
              collector.endpoint(),
              hasty(),
              "OTEL_EXPORTER_OTLP_PROTOCOL",
              protocol,
              "OTEL_EXPORTER_OTLP_COMPRESSION",
              "gzip",
              "OTEL_EXPORTER_OTLP_HEADERS",
              "x-key=a%20b");
      sender.add(span("first", "it threw \ud800"));
      sender.add(
          new Span(
              CONTEXT, 0, Span.Kind.INTERNAL, "x".repeat(5_000), 0, 0, new Attributes(), null));
      assertThat(sender.close()).isEmpty();

      Collector.Received first = collector.spans().getFirst();
      assertThat(first.trace()).isEqualTo("0000000000000001fffffffffffffffe");
      assertThat(first.id()).isEqualTo("0000000000000abc");
      assertThat(first.parent()).isEqualTo("0000000000000005");
      assertThat(first.name()).isEqualTo("first");
      assertThat(first.kind()).isEqualTo(2);
      assertThat(first.start()).isEqualTo(1_795_000_000_000_000_001L);
      assertThat(first.end()).isEqualTo(1L << 62);
      assertThat(first.status()).isEqualTo(2);
      assertThat(first.message()).isEqualTo("it threw ?");
      assertThat(first.attributes())
          .isEqualTo(
              Map.of(
                  "text",
                  "\u0000\u001b[31m\"\\\n\ud83d\ude00 ?!",
                  "negative",
                  -1L,
                  "large",
                  Long.MAX_VALUE,
                  "decimal",
                  0.25,
                  "yes",
                  true,
                  "no",
                  false));
      Collector.Received second = collector.spans().getLast();
      assertThat(second.parent()).isEmpty();
      assertThat(second.status()).isZero();
      assertThat(second.name()).hasSize(1_003).endsWith("x...");
      assertThat(collector.resource())
          .isEqualTo(Map.of("service.name", "it \u00e4", "process.pid", 7L));
      assertThat(collector.scope()).isEqualTo(Map.of("name", "orchestrate", "version", "9"));
      assertThat(collector.headers().getFirst()).containsEntry("X-key", List.of("a b"));
    }
  }

  @Test
  void manyGoInFewRequestsAndInTheirOrder() throws Exception {
    try (var collector = new Collector()) {
      SpanSender sender = sender(collector.endpoint(), new SpanQueue(10 << 20, Duration.ofDays(1)));
      var names = new ArrayList<String>();
      for (int i = 0; i < 3 * SpanQueue.BATCH + 5; i++) {
        names.add("span " + i);
        sender.add(span(names.getLast(), null));
      }
      assertThat(sender.close()).isEmpty();

      assertThat(collector.spans().stream().map(Collector.Received::name)).isEqualTo(names);
      assertThat(collector.headers()).hasSize(4);
    }
  }

  @Test
  void whatMayBeTakenLaterIsSentAgain() throws Exception {
    try (var collector =
        // Not as often as it would be sent: now and then this server resets a connection.
        new Collector(n -> n < 3 ? new Answer(501 + n, ByteBuffer.allocate(0)) : GOOD)) {
      SpanSender sender = sender(collector.endpoint(), hasty());
      sender.add(span("late", null));
      collector.awaitSpan();
      assertThat(sender.close()).isEmpty();
    }
  }

  @Test
  void whatIsRefusedIsNotSentAgainAndToldAtTheEnd() throws Exception {
    try (var collector = new Collector(_ -> new Answer(401, ByteBuffer.allocate(0)))) {
      SpanSender sender = sender(collector.endpoint(), hasty());
      sender.add(span("refused", null));
      String endpoint = collector.endpoint();
      assertThat(sender.close())
          .hasValue(
              "1 of 1 spans were not taken by %s/v1/traces: its answer was HTTP 401; see whether a collector listens there, or set OTEL_SDK_DISABLED=true"
                  .formatted(endpoint));
      assertThat(collector.headers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/protobuf", "http/json"})
  void whatACollectorRejectsOfAGoodRequestIsTold(String protocol) throws Exception {
    byte[] answer =
        protocol.endsWith("json")
            ? Collector.utf8(
                "{\"partialSuccess\": {\"rejectedSpans\": \"2\", \"errorMessage\": \"too old\"}}")
            : new ProtobufWriter()
                .message(1, new ProtobufWriter().number(1, 2).text(2, "too old"))
                .toBytes();
    try (var collector = new Collector(_ -> new Answer(200, ByteBuffer.wrap(answer)))) {
      var queue = new SpanQueue(1 << 20, Duration.ofDays(1));
      SpanSender sender =
          sender(collector.endpoint(), queue, "OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
      for (int i = 0; i < 3; i++) {
        sender.add(span("span", null));
      }
      assertThat(sender.close().orElseThrow())
          .startsWith("2 of 3 spans were not taken by ")
          .contains(": it has rejected some: too old; see whether");
    }
  }

  @Test
  void whoIsNotThereIsToldOfAtTheEnd() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    SpanSender sender = sender("http://127.0.0.1:" + port, hasty());
    for (int i = 0; i < 2_000; i++) {
      sender.add(span("span", null));
    }
    assertThat(sender.close().orElseThrow())
        .startsWith("2,000 of 2,000 spans were not taken by http://127.0.0.1:" + port)
        .contains("Connection refused");
  }

  /** It costs those spans, and a bounded time at the end. */
  @Test
  void whoTakesForeverCostsNoMoreThanABoundedNumberOfBytes() throws Exception {
    var gate = new CountDownLatch(1);
    try (var collector =
        new Collector(
            _ -> {
              gate.await();
              return GOOD;
            })) {
      SpanSender sender =
          sender(
              collector.endpoint(),
              new SpanQueue(100_000, Duration.ZERO),
              "OTEL_EXPORTER_OTLP_TIMEOUT",
              "200");
      for (int i = 0; i < 100_000; i++) {
        sender.add(span("span", null));
      }
      assertThat(sender.close().orElseThrow())
          .startsWith("100,000 of 100,000 spans were not taken by ")
          .containsAnyOf("it did not answer within 0.2 s", "it had not taken all 0.2 s after");
      gate.countDown();
    }
  }

  @Test
  void whatFindsNoRoomIsDroppedAndTheRestIsSent() throws Exception {
    var gate = new CountDownLatch(1);
    try (var collector =
        new Collector(
            _ -> {
              gate.await();
              return GOOD;
            })) {
      SpanSender sender = sender(collector.endpoint(), new SpanQueue(50_000, Duration.ZERO));
      for (int i = 0; i < 2_000; i++) {
        sender.add(span("span", null));
      }
      gate.countDown();
      assertThat(sender.close().orElseThrow())
          .contains(" of 2,000 spans were not taken by ")
          .contains(": it takes them more slowly than they came; ");
      assertThat(collector.spans()).isNotEmpty();
    }
  }
}
