package orchestrate.config.read;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import orchestrate.config.Action;
import orchestrate.config.Action.Argument;
import orchestrate.config.Concurrency;
import orchestrate.config.DeclaredQueue;
import orchestrate.config.DeclaredQueue.Order;
import orchestrate.config.FailurePolicy;
import orchestrate.config.ForEach;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.Limits;
import orchestrate.config.MemoryFloor;
import orchestrate.config.Need;
import orchestrate.config.OutputMode;
import orchestrate.config.Position;
import orchestrate.config.ProblemReport;
import orchestrate.config.Recycle;
import orchestrate.config.Retry;
import orchestrate.config.Retry.Cause;
import orchestrate.config.Service;
import orchestrate.config.Stopping;
import orchestrate.config.TaskFiles;
import orchestrate.config.TaskSpec;
import orchestrate.config.TaskThreads;
import orchestrate.config.Template;
import orchestrate.config.Template.Hole;
import orchestrate.config.Template.Literal;
import orchestrate.config.Template.Part;
import orchestrate.config.Workers;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileReaderTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/me", "LANG", "C");

  @TempDir Path folder;

  @Test
  void readsTheTopOfAGoodFile() throws JobFileException {
    JobFile job = census();

    assertThat(job.name()).isEqualTo("jar census");
    assertThat(job.params())
        .containsExactly(Map.entry("root", "/home/me/jars"), Map.entry("limit", "3"));
    assertThat(job.env())
        .containsExactly(Map.entry("LC_ALL", "C"), Map.entry("TOOLS", "/home/me/tools"));
    assertThat(job.workers())
        .isEqualTo(
            new Workers(
                OptionalInt.empty(),
                TaskThreads.ONE,
                Recycle.NEVER,
                List.of("target/census.jar"),
                List.of("-Xmx512m"),
                new MemoryFloor.Default(),
                false));
    assertThat(job.semaphores()).isEqualTo(Map.of("disk", 2, "license", 1));
    assertThat(job.events()).containsExactly("index-ready");
    assertThat(job.barriers()).isEqualTo(Map.of("loaded", 4));
    assertThat(job.tasks().keySet()).containsExactly("list", "count", "load", "summary");
    assertThat(job.positions().ofKey("tasks", "count", "needs"))
        .isEqualTo(new Position(job.source(), 31, 5, 5));
    assertThat(job.positions().ofValue("tasks", "count", "needs"))
        .isEqualTo(new Position(job.source(), 31, 12, 4));
  }

  @Test
  void readsTasks() throws JobFileException {
    Map<String, TaskSpec> tasks = census().tasks();

    assertThat(tasks)
        .containsEntry(
            "count",
            new TaskSpec(
                "count",
                new Action.Java(
                    "CountClasses.java",
                    null,
                    Map.of(
                        "jar", new Argument.Scalar(template(hole(new Expression.Item()))),
                        "words",
                            new Argument.Many(
                                List.of(Template.literal("a"), template(value("3")))))),
                Map.of("JAR", template(hole(new Expression.Item()))),
                Map.of(),
                List.of(new Need("list", Need.When.SUCCESS)),
                null,
                new ForEach.Lines(Template.literal("jars.txt")),
                Map.of("disk", 2, "license", 1),
                List.of(),
                List.of(),
                List.of(),
                null,
                Duration.ofSeconds(30),
                Retry.of(2, Duration.ofSeconds(1)),
                TaskFiles.NONE,
                OutputMode.NONE,
                Limits.NONE,
                FailurePolicy.DEFAULT,
                Stopping.DEFAULT,
                Set.of(),
                null,
                false,
                Map.of()))
        .containsEntry(
            "load",
            new TaskSpec(
                "load",
                new Action.Exec(
                    List.of(
                        Template.literal("./load"),
                        Template.literal("--part"),
                        template(hole(new Expression.Item()))),
                    null),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                new ForEach.Range(1, 8, 1),
                Map.of(),
                List.of(),
                List.of("index-ready"),
                List.of("loaded"),
                null,
                Duration.ofMinutes(90),
                Retry.of(1, Duration.ZERO),
                TaskFiles.NONE,
                OutputMode.NONE,
                Limits.NONE,
                FailurePolicy.DEFAULT,
                Stopping.DEFAULT,
                Set.of(),
                null,
                false,
                Map.of()))
        .hasEntrySatisfying(
            "summary",
            summary ->
                assertThat(summary.action())
                    .isEqualTo(
                        new Action.Shell(
                            template(
                                new Literal("./summarise.sh "),
                                hole(new Expression.Output("list", "count"))),
                            Shells.USUAL,
                            null)));
  }

  @Test
  void readsServices() throws IOException, JobFileException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            version: "1"
            params: { port: 5433 }
            defaults: { timeout: 1m, retry: 2 }
            tasks:
              db: { service: true, run: ./db, ready: { port: "${{ params.port }}", timeout: 5s } }
              web:
                service: true
                run: ./web
                shell: bash
                dir: site
                ready: { exec: curl -fs localhost }
              plain: { service: false, run: x, ready: { log: x } }
              user: { needs: { db: ready, web: success }, run: x }
            """);
    Map<String, TaskSpec> tasks = JobFileReader.read(file, Map.of(), Map.of()).tasks();

    TaskSpec db = requireNonNull(tasks.get("db"));
    assertThat(db.service())
        .isEqualTo(new Service(new Service.Port(template(value("5433"))), Duration.ofSeconds(5)));
    assertThat(db.timeout()).as("that is for what ends by itself").isNull();
    assertThat(db.retry().max()).isEqualTo(2);
    assertThat(db.limits().cpus()).isZero();
    assertThat(db.output()).isEqualTo(OutputMode.NONE);
    var curl =
        new Action.Shell(
            Template.literal("curl -fs localhost"),
            List.of("bash", "-eu", "-o", "pipefail", "-c"),
            "site");
    assertThat(requireNonNull(tasks.get("web")).service())
        .isEqualTo(new Service(new Service.Exec(curl), Duration.ofMinutes(1)));
    assertThat(requireNonNull(tasks.get("plain")).isService()).isFalse();
    assertThat(requireNonNull(tasks.get("user")).needs())
        .containsExactly(new Need("db", Need.When.READY), new Need("web", Need.When.SUCCESS));
  }

  @Test
  void tasksKnowWhichOutputsOfOthersTheyUse() throws IOException, JobFileException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            version: "1"
            tasks:
              list: { run: list }
              fan: { for-each: { range: 1..2 }, run: "fan ${{ item }}" }
              java:
                needs: [list, fan]
                if: tasks.list.result == 'success' && tasks.list.outputs.condition
                for-each: { list: "${{ tasks.list.outputs.items }}" }
                java: Task.java
                with: { parts: "${{ tasks.fan.outputs.part }}" }
                env: { FIRST: "${{ first(tasks.fan.outputs.part) }}" }
                outputs: "${{ tasks.list.outputs.file }}"
            finally:
              last: { run: "rm ${{ tasks.fan.outputs.temporary }}" }
            """);
    Map<String, TaskSpec> tasks = JobFileReader.read(file, Map.of(), Map.of()).tasks();

    assertThat(requireNonNull(tasks.get("fan")).usedOutputs()).isEmpty();
    assertThat(requireNonNull(tasks.get("java")).usedOutputs())
        .isEqualTo(Map.of("list", Set.of("condition", "items", "file"), "fan", Set.of("part")));
    assertThat(requireNonNull(tasks.get("last")).usedOutputs())
        .isEqualTo(Map.of("fan", Set.of("temporary")));
  }

  @Test
  void readsAMatrixAsGitHubActionsDoes() throws IOException, JobFileException {
    TaskSpec task =
        read(
            """
            run: echo ${{ matrix.os }} ${{ item.jdk }}
                matrix:
                  os: [linux, mac]
                  jdk: "${{ split('21 25', ' ') }}"
                  exclude: [{ os: mac, jdk: 21 }]
                  include: [{ os: mac, flags: -v }, { os: bsd, jdk: 26 }]\
            """);

    assertThat(task.forEach())
        .isEqualTo(
            rows(
                List.of("os", "jdk", "flags"),
                List.of(
                    List.of("linux", "21", ""),
                    List.of("linux", "25", ""),
                    List.of("mac", "25", "-v"),
                    List.of("bsd", "26", ""))));
    assertThat(task.instances()).hasValue(4);
  }

  @Test
  void readsAListOfMappings() throws IOException, JobFileException {
    TaskSpec task =
        read(
            """
            run: ["${{ one.a }}", "${{ item }}"]
                for-each: { as: one, list: [{ a: 1, b: 2 }, { b: 4, a: 3 }] }\
            """);

    assertThat(task.forEach())
        .isEqualTo(rows(List.of("a", "b"), List.of(List.of("1", "2"), List.of("3", "4"))));
  }

  private static ForEach rows(List<String> columns, List<List<String>> rows) {
    return new ForEach.Rows(
        columns, rows.stream().map(row -> row.stream().map(Template::literal).toList()).toList());
  }

  @Test
  void leavesTheDollarsOfTheShellAlone() throws IOException, JobFileException {
    assertThat(read("run: 'echo $x ${x} $(y) $${{ env.LANG }}'").action())
        .isEqualTo(
            new Action.Shell(
                template(new Literal("echo $x ${x} $(y) $"), value("C")), Shells.USUAL, null));
  }

  @Test
  void resolvesAliasesAndReadsOneNameAsAList() throws IOException, JobFileException {
    TaskSpec task = read("run: [&x echo, *x, *x]\n    outputs: one.txt\n    timeout: 1d2h3m4s5ms");

    Template echo = Template.literal("echo");
    assertThat(task.action()).isEqualTo(new Action.Exec(List.of(echo, echo, echo), null));
    assertThat(task.files().outputs()).containsExactly(Template.literal("one.txt"));
    assertThat(task.timeout()).isEqualTo(Duration.parse("P1DT2H3M4.005S"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "virtual"})
  void readsOnWhichThreadsJavaTasksRun(String threads) throws IOException, JobFileException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            version: "1"
            workers: { threads: %s }
            tasks: { a: { java: A.java } }
            """
                .formatted(threads));

    TaskThreads read = JobFileReader.read(file, Map.of(), ENVIRONMENT).workers().threads();

    assertThat(read).isEqualTo(threads.equals("4") ? TaskThreads.platform(4) : TaskThreads.VIRTUAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy-${{ params.to }}",
        "{ group: deploy-main, wait: 1h30m }",
        "3",
        "{ group: 3 }"
      })
  void readsOfWhichGroupARunIs(String text) throws IOException, JobFileException {
    Path file =
        write(
            "group.yaml",
            "version: 1\nparams: { to: main }\nconcurrency: %s\ntasks: { a: { run: x } }\n"
                .formatted(text));

    assertThat(JobFileReader.read(file, Map.of(), ENVIRONMENT).concurrency())
        .isEqualTo(
            new Concurrency(
                text.contains("deploy") ? "deploy-main" : "3",
                text.contains("wait") ? Duration.ofMinutes(90) : null));
  }

  @Test
  void readsQueues() throws IOException, JobFileException {
    Path file =
        write(
            "queues.yaml",
            """
            version: 1
            params: { room: { type: int, default: 9 } }
            queues:
              plain: {}
              small: "${{ params.room }}"
              ranked: { capacity: 7, order: priority }
              kept: { durable: true, order: fifo }
            tasks: { a: { run: x } }
            """);

    assertThat(JobFileReader.read(file, Map.of(), ENVIRONMENT).queues())
        .containsExactly(
            Map.entry("plain", new DeclaredQueue(Order.FIFO, 1024, false)),
            Map.entry("small", new DeclaredQueue(Order.FIFO, 9, false)),
            Map.entry("ranked", new DeclaredQueue(Order.PRIORITY, 7, false)),
            Map.entry("kept", new DeclaredQueue(Order.FIFO, 1024, true)));
  }

  @Test
  void readsWhenToTryAgain() throws IOException, JobFileException {
    assertThat(retry("{ max: 5, delay: 1s, factor: 1.5, jitter: .1 }"))
        .isEqualTo(new Retry(5, Duration.ofSeconds(1), 1.5, 0.1, Set.of(Cause.values()), Set.of()));
    assertThat(retry("{ max: 1, on: [timeout, crash], on-exit: 75 }"))
        .isEqualTo(
            new Retry(1, Duration.ZERO, 1, 0, Set.of(Cause.TIMEOUT, Cause.CRASH), Set.of(75)));
    assertThat(retry("{ max: 1, on: oom }"))
        .isEqualTo(new Retry(1, Duration.ZERO, 1, 0, Set.of(Cause.OOM), Set.of()));
    assertThat(retry("{ max: 1, on-exit: [75, 111] }"))
        .isEqualTo(new Retry(1, Duration.ZERO, 1, 0, Set.of(), Set.of(75, 111)));
  }

  private Retry retry(String text) throws IOException, JobFileException {
    return read("run: x\n    retry: " + text).retry();
  }

  @Test
  void countsDownAndTakesTheEndsOfARangeFromParams() throws IOException, JobFileException {
    String params = "params: { n: { type: int, default: 9 } }\n";
    String task = "tasks: { a: { run: x, for-each: { range: [\"${{ params.n }}\", 0, -3] } } }";
    Path file = write("up.yaml", "version: 1\n" + params + task);

    JobFile job = JobFileReader.read(file, Map.of("n", "12"), ENVIRONMENT);

    assertThat(job.params()).isEqualTo(Map.of("n", "12"));
    assertThat(job.tasks().get("a"))
        .extracting(TaskSpec::forEach)
        .isEqualTo(new ForEach.Range(12, 0, -3));
  }

  @Test
  void isCalledAfterItsFileOrTheFolderOfAJobYaml() throws IOException, JobFileException {
    String text = "version: '1'\ntasks: { a: { run: x } }\n";
    Path inFolder = Files.createDirectory(folder.resolve("nightly")).resolve("job.yaml");
    Files.writeString(inFolder, text);

    assertThat(JobFileReader.read(write("my.job.yaml", text), Map.of(), Map.of()).name())
        .isEqualTo("my.job");
    assertThat(JobFileReader.read(inFolder, Map.of(), Map.of()).name()).isEqualTo("nightly");
  }

  @Test
  void tellsWhyAFileCanNotBeRead() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertReport(missing, missing + ": there is no such file\n1 problem; nothing was run.\n");

    write("job.yaml", "");
    assertReport(
        folder,
        folder
            + ": this is a directory, not a job file\n"
            + "   hint: it has a job.yaml: name that\n"
            + "1 problem; nothing was run.\n");
  }

  @Test
  void refusesAnEndlessFile() {
    assertReport(
        Path.of("/dev/zero"),
        "/dev/zero: the file is larger than 64 MB\n"
            + "   hint: keep items in a file of their own, and read them with"
            + " `for-each: { lines: FILE }`\n"
            + "1 problem; nothing was run.\n");
  }

  @Test
  void takesWindowsLineEndsAndAByteOrderMark() throws IOException, JobFileException {
    Path file = write("w.yaml", "\uFEFFversion: '1'\r\ntasks:\r\n  a:\r\n    run: x\r\n");

    JobFile job = JobFileReader.read(file, Map.of(), Map.of());

    assertThat(job.positions().ofKey("tasks", "a", "run"))
        .isEqualTo(new Position(job.source(), 4, 5, 3));
  }

  private static JobFile census() throws JobFileException {
    return JobFileReader.read(
        Path.of("src/test/resources/good/census.yaml"), Map.of(), ENVIRONMENT);
  }

  private TaskSpec read(String task) throws IOException, JobFileException {
    Path file = write("one.yaml", "version: '1'\ntasks:\n  a:\n    " + task + "\n");
    return JobFileReader.read(file, Map.of(), ENVIRONMENT).tasks().values().iterator().next();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertReport(Path file, String report) {
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> JobFileReader.read(file, Map.of(), Map.of()))
        .extracting(ProblemReport::render)
        .isEqualTo(report);
  }

  private static Part hole(Expression expression) {
    return new Hole(expression);
  }

  private static Part value(String text) {
    return hole(new Expression.Constant(new Value.Text(text)));
  }

  private static Template template(Part... parts) {
    return new Template(List.of(parts));
  }
}
