package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker may be killed or stopped from outside at any time. */
class WorkerDeathTest {
  private static final String WAIT =
      """
      Files.writeString(context.resolve(Path.of(context.task() + context.attempt())),
          "" + ProcessHandle.current().pid());
      Path go = context.resolve(Path.of("go"));
      while (Files.notExists(go)) {
        Thread.sleep(5);
      }
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  private long pid(String file) throws Exception {
    Await.until(file, () -> folder.has(file) && path.resolve(file).toFile().length() > 0);
    return Long.parseLong(folder.text(file).strip());
  }

  @Test
  void aKilledWorkerCostsItsOwnTaskOnly() throws Exception {
    folder
        .task("Wait", "", WAIT)
        .job(
            """
            version: "1"
            tasks:
              retried: { java: Wait.java, retry: 1 }
              lost: { java: Wait.java }
              others: { for-each: { range: 1..20 }, run: "true" }
            """);

    try (Orchestrate orchestrate = folder.start()) {
      Orchestrate.signal(pid("retried1"), "KILL");
      Orchestrate.signal(pid("lost1"), "KILL");
      pid("retried2");
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .containsPattern("attempt 1: worker \\d+ was killed by SIGKILL \\(.+\\); trying again")
          .containsPattern("FAILED lost: worker \\d+ was killed by SIGKILL \\(.+\\)")
          .endsWith(": 2 ok, 1 failed of 3 tasks\n");
    }
  }

  @Test
  void theCommandsOfAKilledWorkerEndWithIt() throws Exception {
    folder
        .task("Wait", "", WAIT)
        .job(
            """
            version: "1"
            tasks:
              command: { run: "echo $PPID > command; sleep 601.1 & setsid sleep 601.1 & sleep 601.1" }
              java: { java: Wait.java }
              later: { run: "touch later" }
            """);

    try (Orchestrate orchestrate = folder.start()) {
      pid("java1");
      Orchestrate.signal(pid("command"), "KILL");
      Await.until("the loss", () -> orchestrate.output().contains("FAILED command: worker "));
      Await.until(
          "the end of the command's processes",
          () ->
              orchestrate.processes().stream()
                  .noneMatch(process -> process.command().contains("601.1")));
      Await.file(path.resolve("later"));
      folder.file("go", "");

      assertThat(orchestrate.await().output()).endsWith(": 2 ok, 1 failed of 3 tasks\n");
    }
  }

  /** The user's own agent ends each of them as it reads what it is to do. */
  @Test
  void workersThatDieBeforeTheyBeginAreNotReplacedForEver() throws Exception {
    Classes.agent(
        path.resolve("agent.jar"),
        "Agent",
        """
        import java.lang.instrument.*;
        import java.security.ProtectionDomain;

        public class Agent implements ClassFileTransformer {
          public static void premain(String options, Instrumentation instrumentation) {
            instrumentation.addTransformer(new Agent());
          }

          @Override
          public byte[] transform(
              ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] code) {
            if (name.equals("orchestrate/worker/LaneTasks$Known")) {
              Runtime.getRuntime().halt(9);
            }
            return null;
          }
        }
        """);
    folder
        .task("Nothing", "", "")
        .job(
            """
            version: "1"
            workers: { java-options: ["-javaagent:agent.jar"] }
            tasks:
              nothing: { for-each: { range: 1..10 }, java: Nothing.java, retry: 1 }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern(
            "FAILED nothing.*: 3 workers in a row ended before they began with a task;"
                + " the last: worker 3 exited with code 9, .*; see .*/worker-3\\.log\n");
  }

  /** Whoever is stopped is not dead, for however long. */
  @Test
  void aStoppedWorkerIsWaitedFor() throws Exception {
    folder
        .task("Wait", "", WAIT)
        .job(
            """
            version: "1"
            tasks:
              java: { java: Wait.java }
              others: { run: "sleep 2; touch others" }
            """);

    try (Orchestrate orchestrate = folder.start()) {
      long worker = pid("java1");
      Orchestrate.signal(worker, "STOP");
      folder.file("go", "");
      Await.file(path.resolve("others"));
      assertThat(orchestrate.coordinator().isAlive()).isTrue();
      Orchestrate.signal(worker, "CONT");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.output()).isZero();
    }
  }

  @Test
  void aStoppedCoordinatorGoesOnWhereItWas() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          many: { for-each: { range: 1..100 }, run: "echo ${{ item }} >> seen; sleep 0.01" }
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("seen"));
      orchestrate.signal("STOP");
      Await.until(
          "what had been started",
          () ->
              orchestrate.processes().stream()
                  .noneMatch(process -> process.command().startsWith("sh ")));
      orchestrate.signal("CONT");

      assertThat(orchestrate.await().exitCode()).isZero();
      assertThat(folder.lines("seen")).hasSize(100).doesNotHaveDuplicates();
    }
  }
}
