package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.otlp.Collector;
import orchestrate.coordinator.otlp.Collector.Received;
import orchestrate.coordinator.otlp.OtlpException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanReportTest {
  private static final String YAML =
      """
      name: "a \\e[31mjob\\"\\n"
      tasks:
        list: { run: echo }
        count: { needs: list, retry: 1, for-each: { range: [1, 3] }, run: "echo ${{ item }}" }
        end: { needs: count, run: echo }
        may: { allow-failure: true, run: echo }
      """;

  private static final String JOB = "a \u001b[31mjob\"\n";
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final long NANOS = 1_000_000L * Story.START;

  @TempDir Path folder;
  private Collector collector;
  private Plan plan;

  @BeforeEach
  void begin() throws Exception {
    collector = new Collector();
    plan = Story.plan(folder, YAML);
  }

  @AfterEach
  void end() {
    collector.close();
  }

  private @Nullable Telemetry telemetry(int segment, long since, String... parent)
      throws OtlpException {
    var environment =
        parent.length == 0
            ? Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
            : Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(), "TRACEPARENT", parent[0]);
    return Telemetry.of(environment, folder.resolve("run-1"), segment, since);
  }

  private interface Telling {
    void tell(Story story) throws Exception;
  }

  private List<Received> spans(@Nullable Telemetry telemetry, Telling telling) throws Exception {
    int before = collector.spans().size();
    try (Reports reports =
        Reports.open(plan, new RunFiles(folder, folder), "run-1", requireNonNull(telemetry))) {
      telling.tell(new Story(plan, reports::accept).begin());
      assertThat(reports.finish()).isEmpty();
      assertThat(reports.warnings()).isEmpty();
    }
    List<Received> all = collector.spans();
    return all.subList(before, all.size());
  }

  private static Received named(List<Received> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  private static void tellAll(Story story) throws Exception {
    story.activated(1, "list", 1).started(4, "list", 0, 1);
    story.ended(10, "list", 0, 5, Story.OK).over(10, "list", new TaskStatus.Succeeded());
    story.activated(11, "count", 3).started(12, "count", 1, 1);
    story.ended(20, "count", 1, 1, 7, new Outcome.Exited(3, "exit code 3"), true);
    story.paused(20, "count", 1, 2).started(1_020, "count", 1, 2);
    var timeout = new Outcome.TimedOut(Duration.ofSeconds(2), Duration.ofSeconds(1));
    story.ended(3_020, "count", 1, 2, 2_000, timeout, false);
    story.over(3_021, "count", new TaskStatus.Failed());
    story.over(3_021, "end", new TaskStatus.Skipped("needs count, which failed"));
    story.activated(1, "may", 1).started(3_021, "may", 0, 1);
    story.ended(3_030, "may", 0, 2, new Outcome.WorkerLost("killed by SIGKILL"));
    story.over(3_031, "may", new TaskStatus.AllowedFailure());
  }

  @Test
  void aRunIsATreeOfSpans() throws Exception {
    Telemetry telemetry = telemetry(1, 0, PARENT);
    List<Received> spans = spans(telemetry, SpanReportTest::tellAll);
    TraceContext run = requireNonNull(telemetry).run();

    Received root = named(spans, "RUN " + JOB);
    assertThat(root.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(root.parent()).isEqualTo("b7ad6b7169203331");
    assertThat(root.kind()).isEqualTo(2);
    assertThat(root.start()).isEqualTo(NANOS);
    assertThat(root.end()).isEqualTo(NANOS + 3_031_000_000L);
    assertThat(root.status()).isEqualTo(2);
    assertThat(root.message())
        .startsWith("count[1]")
        .endsWith("timed out: ran for 2.0 s of 1.0 s allowed");
    assertThat(root.attributes())
        .containsEntry("cicd.pipeline.name", JOB)
        .containsEntry("cicd.pipeline.run.id", "run-1")
        .containsEntry("cicd.pipeline.result", "failure")
        .containsEntry("error.type", "timedOut");
    assertThat(spans).allMatch(span -> span.trace().equals(root.trace()));
    assertThat(spans.stream().map(Received::id)).doesNotHaveDuplicates();

    Received count = named(spans, "count");
    assertThat(count.parent()).isEqualTo(root.id());
    assertThat(run.task(1)).hasToString("00-%s-%s-01".formatted(count.trace(), count.id()));
    assertThat(count.start()).isEqualTo(NANOS + 11_000_000L);
    assertThat(count.status()).isEqualTo(2);
    assertThat(count.attributes())
        .containsEntry("cicd.pipeline.task.name", "count")
        .containsEntry("cicd.pipeline.task.run.result", "failure")
        .containsEntry("orchestrate.instances", 3L)
        .containsEntry("orchestrate.waited.seconds", 0.001);

    List<Received> attempts = spans.stream().filter(s -> s.name().equals("count attempt")).toList();
    assertThat(attempts).hasSize(2).allMatch(s -> s.parent().equals(count.id()));
    Received first = attempts.getFirst();
    assertThat(run.attempt(1, 1, 1))
        .hasToString("00-%s-%s-01".formatted(first.trace(), first.id()));
    assertThat(first.start()).isEqualTo(NANOS + 13_000_000L);
    assertThat(first.end()).isEqualTo(NANOS + 20_000_000L);
    assertThat(first.status()).isEqualTo(2);
    assertThat(first.message()).isEqualTo("exit code 3");
    assertThat(first.attributes())
        .containsEntry("cicd.pipeline.task.run.id", "run-1/count[1]/1")
        .containsEntry("cicd.pipeline.task.run.result", "failure")
        .containsEntry("process.exit.code", 3L)
        .containsEntry("error.type", "exited")
        .containsEntry("cicd.worker.name", "worker 1")
        .containsEntry("orchestrate.item", "item 1")
        .containsEntry("orchestrate.tried_again", true);
    assertThat(attempts.getLast().attributes())
        .containsEntry("cicd.pipeline.task.run.result", "timeout")
        .containsEntry("orchestrate.paused_before.seconds", 1.0)
        .containsEntry("orchestrate.tried_again", false);

    Received list = named(spans, "list");
    assertThat(list.status()).isZero();
    assertThat(list.attributes()).containsEntry("cicd.pipeline.task.run.result", "success");
    Received end = named(spans, "end");
    assertThat(end.status()).isZero();
    assertThat(end.start()).isEqualTo(end.end());
    assertThat(end.attributes())
        .containsEntry("cicd.pipeline.task.run.result", "skip")
        .containsEntry("orchestrate.reason", "needs count, which failed");
    Received may = named(spans, "may");
    assertThat(may.status()).isZero();
    assertThat(may.attributes()).containsEntry("error.type", "workerLost");
  }

  @Test
  void aRunThatIsStoppedIsNoError() throws Exception {
    List<Received> spans =
        spans(
            telemetry(1, 0),
            story -> {
              story.tell(
                  new RunEvent.CancelRequested(Story.START, Target.RUN, "stopped by SIGINT"));
              story.over(1, "list", new TaskStatus.Cancelled("stopped by SIGINT"));
            });

    Received root = named(spans, "RUN " + JOB);
    assertThat(root.parent()).isEmpty();
    assertThat(root.status()).isZero();
    assertThat(root.attributes())
        .containsEntry("cicd.pipeline.result", "cancellation")
        .containsEntry("orchestrate.reason", "stopped by SIGINT");
    assertThat(named(spans, "list").attributes())
        .containsEntry("cicd.pipeline.task.run.result", "cancellation");
  }

  /** What ended before has been sent; a task that goes on has begun when it began. */
  @Test
  void aRunThatIsResumedGoesOnInItsTrace() throws Exception {
    List<Received> before = spans(telemetry(1, 0), SpanReportTest::tellAll);
    List<Received> after = spans(telemetry(2, Story.START + 1_000), SpanReportTest::tellAll);

    Received root = named(after, "RUN " + JOB);
    assertThat(root.trace()).isEqualTo(named(before, "RUN " + JOB).trace());
    assertThat(root.id()).isNotEqualTo(named(before, "RUN " + JOB).id());
    assertThat(root.start()).isEqualTo(NANOS + 1_000_000_000L);
    assertThat(after.stream().map(Received::name))
        .containsExactly("count attempt", "count", "end", "may attempt", "may", "RUN " + JOB);
    assertThat(named(after, "count").start()).isEqualTo(NANOS + 11_000_000L);
    assertThat(named(after, "count").parent()).isEqualTo(root.id());
  }

  @Test
  void ofATraceThatIsNotKeptNothingIsSent() throws Exception {
    assertThat(telemetry(1, 0, PARENT.replace("-01", "-00"))).isNull();
    assertThat(requireNonNull(telemetry(1, 0, "no context")).parent()).isZero();
  }
}
