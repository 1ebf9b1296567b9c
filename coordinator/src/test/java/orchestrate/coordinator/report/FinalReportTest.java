package orchestrate.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalReportTest {
  private static final Manner NORMAL = new Manner(Verbosity.NORMAL, Colours.NONE);
  private static final Outcome OK = new Outcome.Succeeded(Map.of());

  @TempDir Path folder;
  private RunSummary summary;
  private RunFiles files;

  private void begin(Plan plan) throws Exception {
    Files.createDirectories(folder.resolve("run"));
    summary = new RunSummary(plan);
    files = new RunFiles(folder.resolve("run"), folder);
    summary.accept(new RunEvent.RunStarted(1000, "id", "a job", "job.yaml", 2, Map.of()));
  }

  private void ends(int task, int instance, Outcome outcome) {
    summary.accept(new RunEvent.AttemptStarted(1000, task, instance, 1));
    summary.accept(
        new RunEvent.AttemptEnded(
            2000 + task, task, instance, 1, 1_000_000, ResourceUse.NONE, outcome, false, null));
  }

  private void ended(int task, TaskStatus status) {
    summary.accept(new RunEvent.TaskEnded(3000, task, status));
  }

  private String text(Manner manner, int width) throws Exception {
    var bytes = new ByteArrayOutputStream();
    new FinalReport(summary, files, manner, width, new PrintStream(bytes, true, UTF_8)).print();
    return bytes.toString(UTF_8);
  }

  private static Plan manyTasks(Path folder, int count) throws Exception {
    return Plans.of(
        folder,
        2,
        IntStream.range(0, count)
            .mapToObj(i -> "  t%d: { run: work }\n".formatted(i))
            .collect(Collectors.joining("", "tasks:\n", "")));
  }

  @Test
  void allOfASmallRun() throws Exception {
    begin(
        Plans.of(
            folder,
            2,
            "tasks: { a: { run: work }, b: { run: work }, c: { needs: b, run: work } }"));
    Path logs = Files.createDirectories(folder.resolve("run/logs"));
    Files.writeString(logs.resolve("b.1.log"), "one\ntwo\n");
    ends(0, 0, OK);
    ended(0, new TaskStatus.Succeeded());
    ends(1, 0, new Outcome.Exited(3, "exit code 3"));
    ended(1, new TaskStatus.Failed());
    ended(2, new TaskStatus.Skipped("needs b, which failed"));

    assertThat(text(NORMAL, 80))
        .isEqualTo(
            """

            task  result   items  ok  failed  retried   time
            a     ok               1       0        0  1.0 s
            b     failed           0       1        0  1.0 s
            c     skipped          0       0        0

            b: exit code 3
              attempt 1, 0.0 s; log run/logs/b.1.log
                | one
                | two

            failed after 2.0 s: 1 ok, 1 failed, 1 skipped of 3 tasks
            """);
    assertThat(text(new Manner(Verbosity.QUIET, Colours.NONE), 80))
        .startsWith("\nb: exit code 3\n")
        .doesNotContain("retried");
  }

  @Test
  void thousandsOfTasksOfWhichManyFailed() throws Exception {
    begin(manyTasks(folder, 2000));
    for (int task = 0; task < 2000; task++) {
      boolean bad = task % 100 == 99;
      ends(task, 0, bad ? new Outcome.Exited(3, "exit code 3") : OK);
      ended(task, bad ? new TaskStatus.Failed() : new TaskStatus.Succeeded());
    }
    String text = text(NORMAL, 80);

    assertThat(text.lines()).hasSizeLessThanOrEqualTo(23);
    assertThat(text)
        .contains("\nt99   ", "failed after", ": 1980 ok, 20 failed of 2000 tasks\n")
        .containsPattern(
            "\\.\\.\\. and \\d+ tasks: 1980 ok, 1\\d failed; all are in run/result.json\n")
        .containsPattern("\\.\\.\\. and \\d+ more; run/result.json lists all of them\n");
  }

  @Test
  void tenThousandFailuresWithLongReasonsAndLogsInANarrowTerminal() throws Exception {
    begin(Plans.of(folder, 2, "tasks: { each: { for-each: { range: 1..10000 }, run: work } }"));
    summary.accept(new RunEvent.TaskActivated(1000, 0, 10_000));
    Path logs = Files.createDirectories(folder.resolve("run/logs/each"));
    for (int i = 0; i < 10_000; i++) {
      if (i < 10) {
        Files.writeString(logs.resolve(i + ".1.log"), ("日本".repeat(100) + "\n").repeat(20));
      }
      ends(0, i, new Outcome.Failed("reason ".repeat(1000)));
    }
    ended(0, new TaskStatus.Failed());
    String text = text(NORMAL, 100);

    assertThat(text.lines().mapToInt(line -> new Rows(100).of(line)).sum()).isLessThanOrEqualTo(23);
    assertThat(text)
        .contains("\neach[0]: reason", "0.1.log")
        .containsPattern("\\.\\.\\. and 999\\d more; run/result.json lists the first 100\n")
        .endsWith(": 1 failed of 1 task\n");
  }

  @Test
  void coloursTakeNoRoom() throws Exception {
    begin(manyTasks(folder, 1));
    ended(0, new TaskStatus.Succeeded());

    assertThat(text(new Manner(Verbosity.NORMAL, new Colours(true)), 80))
        .contains("\033[32mok\033[0m", "\033[32msucceeded\033[0m after");
    assertThat(new Rows(10).of("\033[32m1234567890\033[0m")).isEqualTo(1);
    assertThat(new Rows(10).of("12345678901")).isEqualTo(2);
    assertThat(new Rows(10).of("日本日本日本")).isEqualTo(2);
  }
}
