package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands that go on while others need them. */
class ServiceTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /** Nobody else listens there, unless a stranger comes in between. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void othersUseAServerWhileItRunsThoughThereIsOneSlot() throws Exception {
    folder
        .file(
            "Server.java",
            """
            import module java.base;

            void main(String[] arguments) throws IOException {
              var end = new Thread(() -> System.out.println("the end"));
              Runtime.getRuntime().addShutdownHook(end);
              int port = Integer.parseInt(arguments[0]);
              try (var server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
                while (true) {
                  try (var client = server.accept()) {
                    client.getOutputStream().write("hello\\n".getBytes());
                  }
                }
              }
            }
            """)
        .job(
            """
            version: "1"
            params: { java: x, port: { type: int } }
            tasks:
              client:
                needs: server
                shell: bash
                for-each: { range: 1..3 }
                run: "exec 3<>/dev/tcp/127.0.0.1/${{ params.port }}; read -r line <&3; echo $line >> heard"
              result: { needs: { server: ready }, run: "echo ${{ tasks.server.result }} > result" }
              server:
                service: true
                run: ["${{ params.java }}", Server.java, "${{ params.port }}"]
                ready: { port: "${{ params.port }}" }
            """);
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Orchestrate.Result result =
        Orchestrate.run(
            path, "run", "-j", "1", "-p", "java=" + java, "-p", "port=" + freePort(), "job.yaml");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("heard")).containsExactly("hello", "hello", "hello");
    assertThat(folder.text("result")).isEqualTo("success\n");
    assertThat(folder.log("server.1.log")).as("it was asked to end").hasContent("the end");
    assertThat(result.output())
        .containsPattern(
            "(?s)server +ready \\(after [0-9.]+ s\\)\n.*client +ok.*server +ok, stopped after");
    JsonNode server = folder.result().get("tasks").get(2);
    assertThat(server.get("result").asString()).isEqualTo("ok");
    assertThat(server.get("service").asBoolean()).isTrue();
    assertThat(server.get("readyMillis").asLong())
        .isPositive()
        .isLessThanOrEqualTo(server.get("millis").asLong());
  }

  /** A script that says that it is up, then waits for TERM. */
  private static String upUntilAsked(String name) {
    return """
        trap 'echo NAME >> stopped; exit 3' TERM
        echo NAME is up
        touch NAME-is-up
        while :; do sleep 0.02 || true; done
        """
        .replace("NAME", name);
  }

  @Test
  void aStoppedRunEndsServicesAfterWhatUsesThemAndBeforeFinalTasks() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          db: { service: true, run: sh db.sh, ready: { log: db is up } }
          web: { service: true, needs: db, run: sh web.sh, ready: { exec: [test, -e, web-is-up] } }
          test: { needs: web, run: sh test.sh }
          after: { needs: [test, db], run: touch after }
        finally:
          tidy: { run: echo tidy >> stopped }
        """);
    for (String name : List.of("db", "web", "test")) {
      folder.file(name + ".sh", upUntilAsked(name));
    }
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("test-is-up"));
      orchestrate.signal("INT");
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(folder.lines("stopped")).containsExactly("test", "web", "db", "tidy");
      assertThat(folder.resultOf("db")).isEqualTo("ok");
      assertThat(folder.resultOf("web")).isEqualTo("ok");
      assertThat(folder.resultOf("test")).isEqualTo("cancelled");
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void oneThatIsNotReadyInTimeHasFailedAndItIsSaidWhy() throws Exception {
    int port = freePort();
    folder.job(
        """
        version: "1"
        defaults: { timeout: 1ms }
        tasks:
          silent: { service: true, run: "echo hi; sleep 600.5", ready: { log: hello, timeout: 3s } }
          closed: { service: true, run: sleep 600.5, ready: { port: PORT, timeout: 3s } }
          asked: { service: true, run: sleep 600.5, ready: { exec: "echo no; exit 7", timeout: 3s } }
          hanging: { service: true, run: sleep 600.5, ready: { exec: sleep 600.5, timeout: 3s } }
          daemon: { service: true, run: "true", ready: { log: x } }
          odd: { service: true, needs: flaky, run: x, ready: { port: "${{ tasks.flaky.outputs.port }}0000" } }
          one: { needs: silent, run: touch used }
          two: { needs: closed, run: touch used }
          three: { needs: asked, run: touch used }
          four: { needs: hanging, run: touch used }
          five: { needs: daemon, run: touch used }
          six: { needs: odd, run: touch used }
          flaky:
            service: true
            retry: 1
            run: |
              [ "$ORCHESTRATE_ATTEMPT" = 2 ] || exit 4
              echo port=77 >> "$ORCHESTRATE_OUTPUT"
              echo up; sleep 600.5
            ready: { log: up }
          fine: { needs: flaky, timeout: 1m, run: "echo ${{ tasks.flaky.outputs.port }} > port" }
        """
            .replace("PORT", Integer.toString(port)));
    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    String notReady = ": not ready within 3.0 s; ";
    assertThat(result.output())
        .contains(
            "silent" + notReady + "log: `hello` is not in the 3 bytes that it has printed\n",
            "    | hi\n",
            "closed" + notReady + "port " + port + " of 127.0.0.1 and ::1: Connection refused",
            "asked" + notReady + "exec: `echo no; exit 7`: exit code 7, and it printed: no\n",
            "hanging" + notReady + "exec: `sleep 600.5`: killed after ",
            "odd: `ready.port` must be a whole number from 1 to 65535, not `770000`",
            "daemon: exit code 0, before it was ready: a service must not end",
            "exit code 4, before it was ready; trying again")
        .containsPattern("four +skipped: needs hanging, which failed");
    assertThat(folder.has("used")).isFalse();
    assertThat(folder.text("port")).isEqualTo("77\n");
    assertThat(folder.resultOf("flaky")).isEqualTo("ok");
  }

  @Test
  void oneThatDiesFailsAndWhatUsesItGoesOn() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          db:
            service: true
            run: "echo up; until [ -e die ]; do sleep 0.02; done; echo oh no; exit 9"
            ready: { log: up }
          one: { needs: db, run: "touch die; until [ -e go ]; do sleep 0.02; done; touch done" }
          two: { needs: db, run: touch two }
        """);
    try (Orchestrate orchestrate = Orchestrate.start(path, "run", "-j", "1")) {
      Await.until("the blame", () -> orchestrate.output().contains("FAILED db"));
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .contains("FAILED db: exit code 9, while tasks still needed it\n    | up\n    | oh no\n")
          .containsPattern("two +skipped: needs db, which failed")
          .containsPattern("one +ok");
      assertThat(folder.has("done")).isTrue();
      assertThat(folder.has("two")).isFalse();
    }
  }

  private static final String WATCHED =
      """
      version: "1"
      tasks:
        base: { service: true, run: sleep 600.5 }
        db:
          service: true
          needs: base
          run: sleep 600.5
          ready: { exec: "touch asked; sleep 600.5" }
        test: { needs: db, run: "true" }
      """;

  @Test
  void oneWhoseWorkerIsKilledHasFailed() throws Exception {
    folder.job(WATCHED);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("asked"));
      orchestrate.workers().forEach(ProcessHandle::destroyForcibly);
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .contains("FAILED base: worker 1 was killed", "FAILED db: worker 1 was killed");
      assertThat(folder.resultOf("test")).isEqualTo("skipped");
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void nothingOfOneOutlivesAKilledCoordinator() throws Exception {
    folder.job(WATCHED);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("asked"));
      orchestrate.signal("KILL");
      Await.until("the end of everything", () -> orchestrate.processes().isEmpty());
    }
  }
}
