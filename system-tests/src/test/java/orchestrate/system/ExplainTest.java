package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate explain}, and what {@code plan} foresees, of real runs. */
class ExplainTest {
  private static final String JOB =
      """
      version: "1"
      name: explained
      include: { file: more.yaml, prefix: more- }
      params: { code: "0" }
      secrets: { key: { env: EXPLAIN_KEY } }
      env: { LEVEL: low }
      locks: [one]
      tasks:
        gather: { inputs: "*.txt", run: "cat *.txt > all", outputs: all }
        pack: { needs: gather, inputs: all, run: cp all packed, outputs: packed }
        check:
          needs: pack
          run: "echo looked; exit ${{ params.code }}"
          secrets: [key]
          retry: { max: 1, delay: 50ms }
        after: { needs: check, run: "true" }
        long: { run: "echo begun; while [ -e wait ]; do sleep 0.02; done", acquire: one }
        short: { for-each: { list: [a, b] }, run: "true", acquire: one, priority: -1 }
      """;

  @TempDir Path path;

  private Orchestrate.Result orchestrate(String... arguments) throws Exception {
    try (Orchestrate orchestrate = start(arguments)) {
      return orchestrate.await();
    }
  }

  private Orchestrate start(String... arguments) throws Exception {
    return Orchestrate.start(path, Map.of("EXPLAIN_KEY", "hunter22hunter22"), arguments);
  }

  private String tell(String... arguments) throws Exception {
    Orchestrate.Result result = orchestrate(arguments);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.errors()).isEmpty();
    return result.output();
  }

  private static String id(Path run) {
    return run.getFileName().toString();
  }

  @Test
  void whyTasksRanAndWhatIsChanged() throws Exception {
    var folder = new JobFolder(path).job(JOB).file("one.txt", "1\n");
    folder.file("more.yaml", "tasks: { x: { run: \"true\" } }");
    Orchestrate.Result first = orchestrate("run", "-j", "2");
    assertThat(first.exitCode()).as(first.output() + first.errors()).isZero();
    assertThat(first.output().split("is not known to have succeeded here", -1)).hasSize(2);
    String firstId = id(folder.runs().getLast());
    assertThat(folder.runs().getLast().resolve("job.json"))
        .content()
        .contains("\"more-x\"")
        .doesNotContain("hunter");

    assertThat(tell("plan"))
        .contains("      state     up to date since " + firstId + "\n")
        .doesNotContain("unknown until");
    folder.file("two.txt", "2\n").file("wait", "");
    folder.job(JOB.replace("LEVEL: low", "LEVEL: high").replace("50ms", "60ms"));
    assertThat(tell("plan"))
        .contains("      state     would run because two.txt is new, and 1 more\n")
        .contains("      state     unknown until gather has run\n");

    String secondId;
    try (Orchestrate run = start("run", "-j", "2", "-p", "code=3")) {
      Await.until("the run", () -> folder.runs().size() == 2);
      secondId = id(folder.runs().getLast());
      Await.until("the failure", () -> run.output().contains("FAILED check"));
      assertThat(tell("explain", "long"))
          .startsWith("long is running\nin run " + secondId + " of explained, which goes on\n");
      assertThat(tell("explain", "short[1]"))
          .startsWith("short[1] has not begun yet\n")
          .containsPattern("it waited .* for one, by long\n");
      Files.delete(path.resolve("wait"));
      assertThat(run.await().exitCode()).isEqualTo(1);
    }

    assertThat(tell("explain", "gather"))
        .startsWith("gather was run, and succeeded")
        .contains(
            "was run because two.txt is new, its variable LEVEL changed; it had succeeded last in"
                + " run "
                + firstId);
    assertThat(tell("explain", "check", secondId))
        .startsWith("check failed: exit code 3\nin run " + secondId)
        .containsPattern("it waited .* for what it needs, last for pack\n")
        .containsPattern("attempt 1: began after .*; exit code 3; tried again after 60 ms\n")
        .contains("; not tried again: `retry` allows no further attempt\n", "    | looked\n")
        .contains(
            """
            since run %s, in which it was ok:
                of the job, params.code was `0`, is `3`
                of the job, the variable LEVEL has another value
                run was `echo looked; exit 0`, is `echo looked; exit 3`
                retry.delay was `50ms`, is `60ms`
            """
                .formatted(firstId))
        .doesNotContain("hunter");
    JsonNode after = JsonMapper.shared().readTree(tell("explain", "after", "--json"));
    assertThat(after.get("result").asString()).isEqualTo("skipped");
    assertThat(after.at("/cause/task").asString()).isEqualTo("check");
    assertThat(after.at("/cause/reason").asString()).isEqualTo("exit code 3");
    Orchestrate.Result unknown = orchestrate("explain", "chek");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.errors()).contains("did you mean `check`?");
  }
}
