package orchestrate.coordinator.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusReportTest {
  private static final String YAML =
      """
      name: "say \\"hi\\" \\\\ to\\nall"
      tasks:
        list: { run: echo }
        count: { needs: list, retry: 1, for-each: { range: [1, 3] }, run: "echo ${{ item }}" }
        end: { needs: count, run: echo }
      """;

  private static final String JOB = "say \"hi\" \\ to\nall";

  @TempDir Path folder;
  private ReportFile file;
  private PrometheusReport report;
  private Story story;

  @BeforeEach
  void begin() throws Exception {
    var plan = Story.plan(folder, YAML);
    file = ReportFile.beginForOthers(folder.resolve("run.prom"), "run-1");
    report = new PrometheusReport(plan, file);
    story = new Story(plan, report::accept);
  }

  private PrometheusText published() throws Exception {
    report.finish();
    file.publish();
    return new PrometheusText(Files.readString(folder.resolve("run.prom")));
  }

  private RunEvent ended(int attempt, long nanos, Outcome outcome, boolean again, int worker) {
    return new RunEvent.AttemptEnded(
        Story.START + 20,
        1,
        0,
        attempt,
        nanos,
        new ResourceUse(1_500_000_000, 250_000_000, 1 << 20),
        outcome,
        again,
        null,
        new Ran(null, worker, 0, 0, 0));
  }

  @Test
  void whatARunHasComeToIsThere() throws Exception {
    story.begin().activated(1, "list", 1).started(1, "list", 0, 1);
    story.ended(5, "list", 0, 4, Story.OK).over(5, "list", new TaskStatus.Succeeded());
    story.activated(6, "count", 3);
    var lost = new Outcome.WorkerLost("killed by SIGKILL");
    story.tell(ended(1, 1_000_000, lost, true, 2)).tell(ended(1, 1_000_001, lost, true, 2));
    story.tell(new RunEvent.RunResumed(Story.START + 21, 9));
    story.tell(ended(1, 90_000_000_000L, lost, true, 2));
    story.tell(ended(2, 5_000_000_000_000L, new Outcome.Failed("no"), false, 1));
    story.over(9_000, "count", new TaskStatus.Failed());
    story.over(9_500, "end", new TaskStatus.Skipped("needs count, which failed"));

    PrometheusText text = published();

    assertThat(text.value("orchestrate_run_state", "job", JOB, "state", "failed")).isEqualTo(1);
    for (String other : new String[] {"unfinished", "succeeded", "stopped"}) {
      assertThat(text.value("orchestrate_run_state", "job", JOB, "state", other)).isZero();
    }
    assertThat(text.value("orchestrate_run_start_time_seconds", "job", JOB))
        .isEqualTo(Story.START / 1e3);
    assertThat(text.value("orchestrate_run_end_time_seconds", "job", JOB))
        .isEqualTo(Story.START / 1e3 + 9.5);
    assertThat(text.value("orchestrate_tasks", "job", JOB, "state", "ok")).isEqualTo(1);
    assertThat(text.value("orchestrate_tasks", "job", JOB, "state", "skipped")).isEqualTo(1);
    assertThat(text.value("orchestrate_tasks", "job", JOB, "state", "waiting")).isZero();
    assertThat(text.value("orchestrate_attempts", "job", JOB, "outcome", "tried_again"))
        .isEqualTo(3);
    assertThat(text.value("orchestrate_attempts", "job", JOB, "outcome", "failed")).isEqualTo(1);
    assertThat(text.value("orchestrate_retries", "job", JOB)).isEqualTo(3);
    assertThat(text.value("orchestrate_workers_lost", "job", JOB)).isEqualTo(2);
    assertThat(text.value("orchestrate_cpu_seconds", "job", JOB, "mode", "user")).isEqualTo(6);
    assertThat(text.value("orchestrate_cpu_seconds", "job", JOB, "mode", "system")).isEqualTo(1);
    assertThat(text.value("orchestrate_peak_memory_bytes", "job", JOB)).isEqualTo(1 << 20);
    String buckets = "orchestrate_attempt_duration_seconds_bucket";
    assertThat(text.value(buckets, "job", JOB, "le", "0.001")).isEqualTo(1);
    assertThat(text.value(buckets, "job", JOB, "le", "0.01")).isEqualTo(3);
    assertThat(text.value(buckets, "job", JOB, "le", "600")).isEqualTo(4);
    assertThat(text.value(buckets, "job", JOB, "le", "3600")).isEqualTo(4);
    assertThat(text.value(buckets, "job", JOB, "le", "+Inf")).isEqualTo(5);
    assertThat(text.value("orchestrate_attempt_duration_seconds_sum", "job", JOB))
        .isEqualTo(5090.006000001);
  }

  @Test
  void untilItIsDoneTheRunIsUnfinishedAndHasNoEnd() throws Exception {
    story.begin().activated(1, "list", 1).started(1, "list", 0, 1);

    PrometheusText text = published();

    assertThat(text.value("orchestrate_run_state", "job", JOB, "state", "unfinished")).isEqualTo(1);
    assertThat(text.value("orchestrate_tasks", "job", JOB, "state", "running")).isEqualTo(1);
    assertThat(text.families()).doesNotContain("orchestrate_run_end_time_seconds");
  }

  /** Who collects it is another user; who else may read it the umask says, as of any file. */
  @Test
  void othersMayReadItAsFarAsTheUmaskLetsThem() throws Exception {
    Path usual = Files.writeString(folder.resolve("usual"), "");
    story.begin();
    published();

    Path place = folder.resolve("run.prom");
    assertThat(Files.getPosixFilePermissions(place).contains(PosixFilePermission.OTHERS_READ))
        .isEqualTo(Files.getPosixFilePermissions(usual).contains(PosixFilePermission.OTHERS_READ));
  }

  @Test
  void whatIsPublishedMeanwhileIsReplacedAtTheEnd() throws Exception {
    Path place = folder.resolve("run.prom");
    file.publishMeanwhile(new byte[] {'a'});
    assertThat(place).hasContent("a");
    file.publishMeanwhile(new byte[] {'b'});
    assertThat(place).hasContent("b");
    story.begin();
    published();
    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("run.prom", "job.yaml");
    }
  }
}
