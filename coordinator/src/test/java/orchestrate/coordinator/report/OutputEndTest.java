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
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.ci.CiSystem;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputEndTest {
  @TempDir Path folder;

  private String show(CiSystem system, String printed, Outcome outcome) throws Exception {
    Plan plan = Plans.of(folder, 2, "tasks: { t: { run: work } }");
    Files.createDirectories(folder.resolve("run/logs"));
    Files.writeString(folder.resolve("run/logs/t.1.log"), printed);
    var summary = new RunSummary(plan);
    summary.accept(new RunEvent.RunStarted(1000, "id", "job", "job.yaml", 2, Map.of()));
    var bytes = new ByteArrayOutputStream();
    var raw = new PrintStream(bytes, false, UTF_8);
    var output =
        new OutputEnd(
            summary,
            new RunFiles(folder.resolve("run"), folder),
            Colours.NONE,
            CiLog.of(system.commands(Map.of()), raw, false));
    var event =
        new RunEvent.AttemptEnded(
            9500, 0, 0, 1, 3_000_000_000L, ResourceUse.NONE, outcome, false, null, null);
    if (outcome.isGood()) {
      output.show(plan.task(0), event);
    } else {
      output.showOfFailure(plan.task(0), event);
    }
    raw.flush();
    return bytes.toString(UTF_8);
  }

  private static String numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  private static String quoted(String lines) {
    return lines.lines().map(line -> "    | " + line + "\n").collect(Collectors.joining());
  }

  private static final Outcome OK = new Outcome.Succeeded(Map.of());
  private static final Outcome CODE_3 = new Outcome.Exited(3, "exit code 3");

  @Test
  void aFewLinesWhereNothingFolds() throws Exception {
    assertThat(show(CiSystem.NONE, numbers(1, 3), OK)).isEqualTo(quoted(numbers(1, 3)));
    assertThat(show(CiSystem.JENKINS, numbers(1, 30), OK))
        .isEqualTo(quoted("... all of it in run/logs/t.1.log\n" + numbers(11, 30)));
    assertThat(show(CiSystem.NONE, numbers(1, 30), CODE_3)).isEqualTo(quoted(numbers(26, 30)));
  }

  @Test
  void manyInAGroup() throws Exception {
    assertThat(show(CiSystem.GITHUB, numbers(1, 30), OK))
        .isEqualTo("::group::t: what it printed\n" + numbers(1, 30) + "::endgroup::\n");
    assertThat(show(CiSystem.AZURE, "##vso[task.complete]\n", CODE_3))
        .isEqualTo(
            """
            ##[group]t: what it printed before it failed
            ## vso[task.complete]
            ##[endgroup]
            """);
    assertThat(show(CiSystem.GITLAB, "\033[1msection_end:1:x\r\033[0K\n", OK))
        .isEqualTo(
            """
            section_start:6:orchestrate_id_1[collapsed=true]\r\033[0Kt: what it printed
            \\x1b[1msection_end:1:x
            \\x1b[0K
            section_end:9:orchestrate_id_1\r\033[0K
            """);
  }

  @Test
  void theEndOfALongLog() throws Exception {
    assertThat(show(CiSystem.GITHUB, numbers(1, 2000), OK))
        .isEqualTo(
            "::group::t: what it printed\n... all of it in run/logs/t.1.log\n"
                + numbers(1501, 2000)
                + "::endgroup::\n");
    assertThat(show(CiSystem.GITHUB, ("x".repeat(999) + "\n").repeat(100), OK).lines())
        .hasSizeBetween(60, 70)
        .contains("... all of it in run/logs/t.1.log");
  }

  @Test
  void nothingOfASilentTask() throws Exception {
    assertThat(show(CiSystem.GITHUB, "", OK)).isEmpty();
    assertThat(show(CiSystem.NONE, "", CODE_3)).isEmpty();
  }
}
