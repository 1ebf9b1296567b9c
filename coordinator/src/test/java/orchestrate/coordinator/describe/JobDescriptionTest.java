package orchestrate.coordinator.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import orchestrate.config.read.JobFileReader;
import orchestrate.coordinator.describe.JobChange.FieldChanged;
import orchestrate.coordinator.describe.JobChange.TaskAdded;
import orchestrate.coordinator.describe.JobChange.TaskRemoved;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Planner;
import orchestrate.coordinator.plan.RunLimits;
import orchestrate.coordinator.plan.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobDescriptionTest {
  @TempDir Path folder;

  private final Map<String, String> environment = Map.of("TOKEN", "hunter22hunter22");

  private Plan plan(String yaml) throws Exception {
    return plan(yaml, Map.of());
  }

  private Plan plan(String yaml, Map<String, String> params) throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), "version: \"1\"\nname: x\n" + yaml);
    return Planner.plan(
        JobFileReader.read(file, params, environment),
        Selection.ALL,
        new RunLimits(2, Long.MAX_VALUE, RunLimits.Patience.ENDLESS),
        folder.resolve("cache"));
  }

  private List<JobChange> changes(String before, String after) throws Exception {
    JobRecord.write(folder, plan(before));
    return JobRecord.changesSince(folder, plan(after));
  }

  @Test
  void saysAllThatTheFileSaysByItsKeys() throws Exception {
    Files.writeString(folder.resolve("more.env"), "PASSWORD=swordfish1\n");
    Files.writeString(
        folder.resolve("part.yaml"), "tasks: { b: { needs: c, run: b }, c: { run: c } }");
    JobDescription description =
        JobDescription.of(
            plan(
                """
                include: { file: part.yaml, prefix: p- }
                params: { who: "a b", n: 3 }
                secrets: { key: { env: TOKEN } }
                semaphores: { disk: 2 }
                locks: [two, one]
                env: { LEVEL: low }
                workers: { count: 3, recycle: { above-memory: 1g } }
                max-failures: 4
                defaults: { timeout: 1h30m }
                tasks:
                  a:
                    run: greet ${{ params.who }} ${{ item }}
                    for-each: { list: [x, y] }
                    env-file: more.env
                    secrets: [key]
                    acquire: disk
                    retry: { max: 2, delay: 1s, on: [timeout, crash] }
                    memory: 512m
                    inputs: []
                  d: { run: [make, "${{ params.n }}"], needs: { a: completed }, if: "failure()", timeout: 5s }
                finally: { last: { run: done } }
                """));

    assertThat(description.job())
        .contains(
            entry("name", "x"),
            entry("params.who", "a b"),
            entry("secrets.key", "in the variable TOKEN"),
            entry("semaphores.disk", "2"),
            entry("locks", "one, two"),
            entry("workers.count", "3"),
            entry("workers.recycle.above-memory", "1g"),
            entry("max-failures", "4"))
        .hasSize(10) // with params.n and env.LEVEL
        .extractingByKey("env.LEVEL")
        .asString()
        .matches("SHA-256 [0-9a-f]{16}");
    assertThat(description.tasks()).containsOnlyKeys("a", "d", "p-b", "p-c", "last");
    assertThat(description.tasks().get("a"))
        .contains(
            entry("run", "greet 'a b' ${{ item }}"),
            entry("for-each", "list: x, y"),
            entry("secrets", "key"),
            entry("acquire.disk", "1"),
            entry("timeout", "1h30m"),
            entry("retry.max", "2"),
            entry("retry.delay", "1s"),
            entry("retry.on", "crash, timeout"),
            entry("memory", "512m"),
            entry("inputs", "none"))
        .containsKey("env.PASSWORD");
    assertThat(description.tasks().get("d"))
        .contains(
            entry("run", "make 3"),
            entry("needs", "a: completed"),
            entry("if", "failure()"),
            entry("timeout", "5s"));
    assertThat(description.tasks().get("p-b")).contains(entry("needs", "p-c"));
    assertThat(description.tasks().get("last")).contains(entry("finally", "true"));
    assertThat(description.toString()).doesNotContain("hunter", "swordfish");
  }

  @Test
  void layoutIsNoChange() throws Exception {
    assertThat(
            changes(
                """
                params: { a: 1, b: 2 }
                tasks:
                  one: { run: echo 1, timeout: 60s, env: { A: x, B: y } }
                  two: { needs: [one], run: echo 2 }
                """,
                """
                # said otherwise
                tasks:
                  two:
                    run: echo 2
                    needs: one     # alone
                  one:
                    env:
                      B: "y"
                      A: 'x'
                    timeout: 1m
                    run: "echo 1"
                    priority: 0    # which is usual
                params:
                  b: 2
                  a: 1
                """))
        .isEmpty();
  }

  @Test
  void tellsOfEachFieldWhatItWasAndWhatItIs() throws Exception {
    assertThat(
            changes(
                """
                params: { who: a }
                semaphores: { disk: 2 }
                tasks:
                  one: { run: "echo ${{ params.who }}", env: { A: x } }
                  old: { run: x }
                """,
                """
                params: { who: b }
                semaphores: { disk: 3 }
                tasks:
                  one: { run: "echo ${{ params.who }}", env: { A: z }, timeout: 5s }
                  new: { run: x }
                """))
        .contains(
            new FieldChanged(null, "params.who", "a", "b"),
            new FieldChanged(null, "semaphores.disk", "2", "3"),
            new FieldChanged("one", "run", "echo a", "echo b"),
            new FieldChanged("one", "timeout", null, "5s"),
            new TaskAdded("new"),
            new TaskRemoved("old"))
        .hasSize(7)
        .filteredOn(
            change -> change instanceof FieldChanged(_, var field, _, _) && field.equals("env.A"))
        .hasSize(1)
        .allSatisfy(change -> assertThat(change.toString()).doesNotContain("=x", "=z"));
  }

  @Test
  void aSourceThatIsChangedIsAChange() throws Exception {
    String yaml = "tasks: { count: { java: Count.java } }";
    source("int a = 1;");
    JobRecord.write(folder, plan(yaml));
    assertThat(JobRecord.changesSince(folder, plan(yaml))).isEmpty();

    source("int a = 2;");

    assertThat(JobRecord.changesSince(folder, plan(yaml)))
        .singleElement()
        .isInstanceOfSatisfying(
            FieldChanged.class, change -> assertThat(change.field()).isEqualTo("compiled"));
  }

  private void source(String body) throws IOException {
    Files.writeString(
        folder.resolve("Count.java"),
        """
        record Count() implements orchestrate.task.Task {
          public void run(orchestrate.task.TaskContext context) { %s }
        }
        """
            .formatted(body));
  }

  @Test
  void longTextsAreShortenedAndStillCompared() throws Exception {
    String text = "x".repeat(10_000);
    assertThat(
            changes(
                "tasks: { a: { run: echo %sa } }".formatted(text),
                "tasks: { a: { run: echo %sb } }".formatted(text)))
        .singleElement()
        .isInstanceOfSatisfying(
            FieldChanged.class,
            change ->
                assertThat(change.after())
                    .hasSizeLessThan(5_000)
                    .contains("... (10,006 characters"));
  }

  @Test
  void theFileIsForItsOwnerAndIsNotBelievedIfItIsSomethingElse() throws Exception {
    Path file = folder.resolve("job.json");
    assertThatThrownBy(() -> JobRecord.read(folder)).isInstanceOf(NoSuchFileException.class);

    JobRecord.write(folder, plan("tasks: { a: { run: x } }"));

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(folder.resolve("job.json.unfinished")).doesNotExist();
    Files.writeString(file, "{\"format\": 2}");
    assertThatThrownBy(() -> JobRecord.read(folder)).hasMessageContaining("is not of format 1");
    Files.writeString(file, "{\"format\": 1, \"tasks\": {\"a\": {\"run\": 5}}}");
    assertThatThrownBy(() -> JobRecord.read(folder)).hasMessageContaining("`run` is no text");
    Files.writeString(file, "{\"format\"");
    assertThatThrownBy(() -> JobRecord.read(folder)).hasMessageContaining("is no JSON");
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("job.yaml"));
    assertThatThrownBy(() -> JobRecord.read(folder)).hasMessageContaining("is no regular file");
  }
}
