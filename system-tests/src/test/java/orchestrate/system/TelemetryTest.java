package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Spans of a run, and reports of one that was killed. */
class TelemetryTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @TempDir Path path;

  private static String attribute(JsonNode span, String name) {
    for (JsonNode each : span.get("attributes")) {
      if (each.get("key").asString().equals(name)) {
        return each.get("value").properties().iterator().next().getValue().asString();
      }
    }
    return "";
  }

  @Test
  void whatTasksRunJoinsTheTraceThatACollectorGets() throws Exception {
    new JobFolder(path)
        .job(
            """
            version: "1"
            name: traced
            tasks:
              item: { for-each: { list: [a, b] }, run: 'echo "$TRACEPARENT" > "${{ item }}"' }
              bad: { run: exit 7 }
            """);
    var spans = new ConcurrentLinkedQueue<JsonNode>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
          for (JsonNode span :
              request.get("resourceSpans").get(0).get("scopeSpans").get(0).get("spans")) {
            spans.add(span);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    var environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "http/json",
            "TRACEPARENT",
            PARENT);
    try (Orchestrate orchestrate = Orchestrate.start(path, environment, "run")) {
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
      assertThat(result.errors()).isEmpty();
    } finally {
      server.stop(0);
    }

    assertThat(spans).hasSize(6).allMatch(span -> PARENT.contains(span.get("traceId").asString()));
    List<String> attempts =
        spans.stream()
            .filter(span -> span.get("name").asString().equals("item attempt"))
            .map(
                span ->
                    "%s 00-%s-%s-01"
                        .formatted(
                            attribute(span, "orchestrate.item"),
                            span.get("traceId").asString(),
                            span.get("spanId").asString()))
            .toList();
    assertThat(attempts)
        .containsExactlyInAnyOrder(
            "a " + Files.readString(path.resolve("a")).strip(),
            "b " + Files.readString(path.resolve("b")).strip());
    JsonNode bad =
        spans.stream()
            .filter(span -> span.get("name").asString().equals("bad attempt"))
            .findFirst()
            .orElseThrow();
    assertThat(attribute(bad, "process.exit.code")).isEqualTo("7");
    JsonNode root =
        spans.stream()
            .filter(span -> span.get("name").asString().equals("RUN traced"))
            .findFirst()
            .orElseThrow();
    assertThat(PARENT).contains(root.get("parentSpanId").asString());
  }

  @Test
  void whatIsNotSpokenOrNotThereCostsAWarning() throws Exception {
    new JobFolder(path)
        .job("{ version: \"1\", tasks: { a: { run: 'test -z \"${TRACEPARENT:-}\"' } } }");
    var environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    try (Orchestrate orchestrate = Orchestrate.start(path, environment, "run")) {
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).as("%s", result).isZero();
      assertThat(result.errors())
          .startsWith("orchestrate: no spans are sent: OTEL_EXPORTER_OTLP_PROTOCOL is grpc, which");
    }
    var refused = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "TRACEPARENT", "");
    new JobFolder(path)
        .job("{ version: \"1\", tasks: { a: { run: 'test -n \"$TRACEPARENT\"' } } }");
    try (Orchestrate orchestrate = Orchestrate.start(path, refused, "run")) {
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).as("%s", result).isZero();
      assertThat(result.errors())
          .startsWith(
              "orchestrate: 3 of 3 spans were not taken by http://127.0.0.1:1/v1/traces: Connection"
                  + " refused; see whether a collector listens there");
    }
  }

  private static boolean hasEnded(Path run, int task) {
    var ended = new AtomicBoolean();
    try {
      JournalReader.read(
          run,
          event -> {
            if (event instanceof RunEvent.TaskEnded end && end.task() == task) {
              ended.set(true);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ended.get();
  }

  @Test
  void aRunThatWasKilledIsReportedFromItsJournal() throws Exception {
    new JobFolder(path)
        .job(
            """
            version: "1"
            name: killed
            tasks:
              list: { run: "printf 'a\\\\nb c\\\\n' > items; echo n=2 >> $ORCHESTRATE_OUTPUT" }
              item:
                needs: list
                for-each: { lines: items }
                run: "echo ${{ item }} of ${{ tasks.list.outputs.n }}; test ${{ item }} = a"
              last: { needs: list, run: touch begun; sleep 600 }
            """);
    try (Orchestrate orchestrate = Orchestrate.start(path, "run", "-j", "3", "--keep-going")) {
      Await.until("the last one", () -> Files.exists(path.resolve("begun")));
      Path run = new JobFolder(path).runs().getFirst();
      Await.until("the end of the items", () -> hasEnded(run, 1));
      orchestrate.signal("KILL");
      Await.until("the end of all", () -> orchestrate.processes().isEmpty());
    }

    Orchestrate.Result result =
        Orchestrate.run(
            path,
            "report",
            "--joblog",
            "j.tsv",
            "--trace",
            "t.json",
            "--junit",
            "j.xml",
            "--html",
            "h.html",
            "--prometheus",
            "p.prom");

    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.errors()).contains("has not come to its end: this is how far it got");
    assertThat(
            Files.readAllLines(path.resolve("j.tsv")).stream().map(line -> line.split("\t", -1)[8]))
        .containsExactlyInAnyOrder(
            "Command",
            "printf 'a\\nb c\\n' > items; echo n=2 >> $ORCHESTRATE_OUTPUT",
            "echo a of 2; test a = a",
            "echo 'b c' of 2; test 'b c' = a");
    assertThat(path.resolve("p.prom"))
        .content()
        .contains("orchestrate_run_state{job=\"killed\",state=\"unfinished\"} 1")
        .contains("orchestrate_tasks{job=\"killed\",state=\"running\"} 1");
    assertThat(path.resolve("j.xml")).content().contains("item[1] (b c)");
    assertThat(path.resolve("h.html")).isNotEmptyFile();
    JsonNode trace = JsonMapper.shared().readTree(Files.readAllBytes(path.resolve("t.json")));
    assertThat(trace.get("traceEvents").toString()).contains("worker 1 (commands)", "\"item[1]\"");
  }
}
