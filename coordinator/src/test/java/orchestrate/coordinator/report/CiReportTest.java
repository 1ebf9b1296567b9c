package orchestrate.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orchestrate.config.ReportPaths;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.ci.CiSystem;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Each test begins.
class CiReportTest {
  private static final Outcome OK = new Outcome.Succeeded(Map.of());
  private static final Outcome CODE_3 = new Outcome.Exited(3, "exit code 3");
  private static final Outcome SLOW =
      new Outcome.TimedOut(Duration.ofSeconds(2), Duration.ofSeconds(1));

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Map<String, String> environment;
  private Plan plan;
  private RunSummary summary;
  private RunFiles files;

  @BeforeEach
  void inAWorkspace() {
    environment =
        Map.of(
            "GITHUB_WORKSPACE", folder.toString(),
            "GITHUB_STEP_SUMMARY", folder.resolve("step-summary").toString());
  }

  private void begin(String job, String tasks) throws Exception {
    Files.createDirectories(folder.resolve("run/logs"));
    plan = Plans.of(folder, 2, tasks);
    summary = new RunSummary(plan);
    files = new RunFiles(folder.resolve("run"), folder);
    summary.accept(new RunEvent.RunStarted(1000, "20261129-1", job, "job.yaml", 2, Map.of()));
  }

  private void ends(int task, int attempt, Outcome outcome, boolean again) {
    ends(task, 0, null, attempt, outcome, again);
  }

  private void ends(
      int task, int instance, @Nullable String item, int attempt, Outcome outcome, boolean again) {
    summary.accept(new RunEvent.AttemptStarted(1000, task, instance, attempt));
    summary.accept(
        new RunEvent.AttemptEnded(
            2000 + task,
            task,
            instance,
            attempt,
            1_500_000_000,
            ResourceUse.NONE,
            outcome,
            again,
            item,
            null));
  }

  private void ended(int task, TaskStatus status) {
    summary.accept(new RunEvent.TaskEnded(3000, task, status));
  }

  private void log(String name, String text) throws Exception {
    Files.writeString(folder.resolve("run/logs").resolve(name), text);
  }

  private List<String> tell(CiSystem system, ReportPaths reports) {
    var raw = new PrintStream(printed, false, UTF_8);
    var log = CiLog.of(system.commands(environment), raw, false);
    List<String> troubles = new CiReport(plan, summary, files, log).tell(reports);
    raw.flush();
    return troubles;
  }

  private String printed() {
    return printed.toString(UTF_8);
  }

  private void aRunOfWhichMuchFailed() throws Exception {
    begin(
        "a `job` <b>",
        """
        tasks:
          fine: { run: work }
          bad: { run: work }
          may: { run: work, allow-failure: true }
          slow: { run: work, timeout: 1s, retry: 2 }
          later: { needs: bad, run: work }
        finally:
          clean: { run: work }
        """);
    log("bad.1.log", "one\n::error::two, 100 %\n``` </details> |\n");
    ends(0, 1, OK, false);
    ends(1, 1, CODE_3, false);
    ends(2, 1, new Outcome.Failed("it | said <b> [x](http://y) *no*"), false);
    ends(3, 1, SLOW, true);
    ends(3, 2, OK, false);
    ends(5, 1, SLOW, false);
    ended(0, new TaskStatus.Succeeded());
    ended(1, new TaskStatus.Failed());
    ended(2, new TaskStatus.AllowedFailure());
    ended(3, new TaskStatus.Succeeded());
    ended(4, new TaskStatus.Skipped("needs bad, which failed"));
    ended(5, new TaskStatus.Failed());
  }

  @Test
  void tellsAtTheTasksWhatFailed() throws Exception {
    aRunOfWhichMuchFailed();

    assertThat(tell(CiSystem.GITHUB, ReportPaths.NONE)).isEmpty();
    assertThat(printed())
        .isEqualTo(
            """
            ::error file=job.yaml,line=4,col=3,endColumn=6,title=bad failed::exit code 3%0Aone%0A::error::two, 100 %25%0A``` </details> |
            ::error file=job.yaml,line=9,col=3,endColumn=8,title=clean failed::timed out: ran for 2.0 s of 1.0 s allowed
            ::warning file=job.yaml,line=5,col=3,endColumn=6,title=may failed%2C as it may::it | said <b> [x](http://y) *no*
            ::warning file=job.yaml,line=6,col=3,endColumn=7,title=slow timed out%2C and was tried again::1 attempt took longer than the task's timeout
            """);
  }

  @Test
  void summarisesItInMarkdown() throws Exception {
    aRunOfWhichMuchFailed();
    Path step = Files.writeString(folder.resolve("step-summary"), "before\n");

    tell(
        CiSystem.GITHUB,
        new ReportPaths(folder.resolve("report.html"), folder.resolve("j.xml"), null, null, null));

    assertThat(step)
        .hasContent(
            """
            before
            ### a &#96;job&#96; &#60;b&#62;

            failed after 2&#46;0 s&#58; 2 ok&#44; 2 failed&#44; 1 allowed failure&#44; 1 skipped of 6 tasks

            | failed | why | attempt | time |
            |---|---|---:|---:|
            | bad | exit code 3 | 1 | 1.5 s |
            | may, as it may | it &#124; said &#60;b&#62; &#91;x&#93;&#40;http&#58;&#47;&#47;y&#41; &#42;no&#42; | 1 | 1.5 s |
            | clean | timed out&#58; ran for 2&#46;0 s of 1&#46;0 s allowed | 1 | 1.5 s |

            <details><summary>bad: what it printed last</summary>

            ````text
            one
            ::error::two, 100 %
            ``` </details> |
            ````

            </details>

            | slowest | result | items | time |
            |---|---|---:|---:|
            | clean | failed |  | 1.0 s |
            | slow | ok |  | 1.0 s |
            | may | allowed failure |  | 1.0 s |
            | bad | failed |  | 1.0 s |
            | fine | ok |  | 1.0 s |

            Run 20261129&#45;1; HTML: report&#46;html; JUnit: j&#46;xml

            """);
  }

  @Test
  void azureTakesTheSummaryFromAFile() throws Exception {
    aRunOfWhichMuchFailed();

    assertThat(tell(CiSystem.AZURE, ReportPaths.NONE)).isEmpty();
    Path file = folder.resolve("run/orchestrate-run.md");
    assertThat(printed())
        .contains("##vso[task.logissue type=error;sourcepath=" + folder + "/job.yaml;linenumber=4;")
        .endsWith("\n##vso[task.uploadsummary]" + file + "\n");
    assertThat(file).content().startsWith("### a &#96;job&#96;");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void whatHasNoPlaceIsSaidAsFarAsItCanBe() throws Exception {
    aRunOfWhichMuchFailed();

    tell(CiSystem.TEAMCITY, ReportPaths.NONE);
    assertThat(printed())
        .startsWith("##teamcity[message text='" + folder + "/job.yaml:4: bad failed: exit code 3|n")
        .endsWith(
            "\n##teamcity[buildStatus text='{build.status.text}; failed after 2.0 s: 2 ok, 2"
                + " failed, 1 allowed failure, 1 skipped of 6 tasks']\n");
    printed.reset();
    tell(CiSystem.GITLAB, ReportPaths.NONE);
    tell(CiSystem.JENKINS, ReportPaths.NONE);
    assertThat(printed()).isEmpty();
  }

  @Test
  void ofManyFailedTasksTheLastIsAboutTheRest() throws Exception {
    begin(
        "many",
        IntStream.range(0, 40)
            .mapToObj(i -> "  t%d: { run: work }\n".formatted(i))
            .collect(Collectors.joining("", "tasks:\n", "")));
    for (int task = 0; task < 40; task++) {
      ends(task, 1, CODE_3, false);
      ended(task, new TaskStatus.Failed());
    }

    tell(CiSystem.GITHUB, ReportPaths.NONE);
    assertThat(printed().lines()).hasSize(10).allMatch(line -> line.startsWith("::error "));
    assertThat(printed())
        .contains(",line=11,col=3,endColumn=5,title=t8 failed::")
        .contains(",line=12,col=3,endColumn=5,title=31 tasks more::t9, t10, t11, ")
        .endsWith(", t28, ...\n");
  }

  @Test
  void ofAFanOutTheFirstFailureIsToldAndHowManyThereAre() throws Exception {
    begin("fan", "tasks: { each: { for-each: { range: 1..500 }, run: work } }");
    summary.accept(new RunEvent.TaskActivated(1000, 0, 500));
    Files.createDirectories(folder.resolve("run/logs/each"));
    for (int i = 0; i < 500; i++) {
      if (i < 20) {
        log("each/" + i + ".1.log", ("`".repeat(400) + "\n").repeat(100));
      }
      ends(0, i, "#".repeat(10_000), 1, new Outcome.Failed("<".repeat(10_000)), false);
    }
    ended(0, new TaskStatus.Failed());

    tell(CiSystem.GITHUB, ReportPaths.NONE);
    assertThat(printed()).contains("::500 of 500 items failed; each[0] (#####").hasLineCount(1);
    String text = Files.readString(folder.resolve("step-summary"));
    assertThat(text).contains("\n... and 450 more\n").hasSizeLessThan(1 << 19);
  }

  @Test
  void aSummaryThatWouldBeTooLongIsToldAndNotWritten() throws Exception {
    aRunOfWhichMuchFailed();
    Path step = Files.writeString(folder.resolve("step-summary"), "x".repeat(1 << 20));

    assertThat(tell(CiSystem.GITHUB, ReportPaths.NONE))
        .singleElement()
        .asString()
        .contains("the summary for the CI system can't be written: ", "1024 KiB", step.toString());
    assertThat(step).hasSize(1 << 20);
  }

  @Test
  void aSummaryThatCanNotBeWrittenIsTold() throws Exception {
    aRunOfWhichMuchFailed();
    Files.createDirectory(folder.resolve("step-summary"));

    assertThat(tell(CiSystem.GITHUB, ReportPaths.NONE))
        .singleElement()
        .asString()
        .startsWith("the summary for the CI system can't be written: ");
    assertThat(printed()).startsWith("::error ");
  }
}
