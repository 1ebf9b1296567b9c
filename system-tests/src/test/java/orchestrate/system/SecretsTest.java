package orchestrate.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets reach the tasks that name them, and nothing else, however clumsy those are. */
class SecretsTest {
  private static final String TOKEN = "hunter2/Sword+fish 77=";
  private static final String ADDRESS = "hunter2%2FSword%2Bfish%2077%3D";
  private static final List<String> KEY_LINES =
      List.of("-----BEGIN A KEY-----", "MC4CAQAwBQYDK2VwBCIEIDvX", "-----END A KEY-----");

  @TempDir Path path;
  @TempDir Path home;
  private JobFolder folder;

  @BeforeEach
  void setUp() throws IOException {
    folder = new JobFolder(path);
    Path key = Files.writeString(home.resolve("key"), String.join("\n", KEY_LINES) + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private Orchestrate start(String... arguments) throws IOException {
    return Orchestrate.start(
        path, Map.of("DEPLOY_TOKEN", TOKEN, "HOME", home.toString()), arguments);
  }

  /** All that must be nowhere: no more than the letters of base64 that lie between others. */
  private static List<String> leaks() {
    var leaks = new ArrayList<>(KEY_LINES);
    leaks.addAll(List.of(TOKEN, ADDRESS, ADDRESS.toLowerCase(java.util.Locale.ROOT), "hunter2"));
    for (String before : List.of("", "u", "us")) {
      String encoded = Base64.getEncoder().encodeToString((before + TOKEN).getBytes(UTF_8));
      leaks.add(encoded.substring(4, encoded.length() - 4));
    }
    return leaks;
  }

  @Test
  void areNowhereAfterwards() throws Exception {
    folder.job(
        """
        version: "1"
        secrets:
          TOKEN: { env: DEPLOY_TOKEN }
          KEY: { file: ~/key }
        params: { sum: "%s" }
        tasks:
          has: { secrets: TOKEN, run: 'test "$(printf %%s "$TOKEN" | sha256sum | cut -c1-64)" = ${{ params.sum }}; test -z "${KEY-}${DEPLOY_TOKEN-}"' }
          others: { run: 'test -z "${TOKEN-}${KEY-}${DEPLOY_TOKEN-}"; ls /proc/self/fd' }
          traces: { secrets: TOKEN, run: 'set -x; : "$TOKEN"; set +x; env; echo "$TOKEN" >&2' }
          bash: { secrets: [TOKEN, KEY], shell: bash, run: 'set -x; : "$TOKEN"; : "$KEY"; printf "%%q\\n" "$TOKEN"' }
          encodes:
            secrets: [TOKEN, KEY]
            run: |
              for before in '' u us use; do printf '%%s%%s:' "$before" "$TOKEN" | base64; done
              printf %%s "$TOKEN" | sed 's|/|%%2F|g; s|+|%%2B|g; s| |%%20|g; s|=|%%3D|g'; echo
              printf %%s "$TOKEN" | sed 's|/|%%2f|g; s|+|%%2b|g; s| |%%20|g; s|=|%%3d|g'; echo
              printf '%%s\\n' "$KEY" | base64
          lines: { secrets: KEY, run: 'echo "$KEY" | sed "s/^/  /"' }
          bytes: { for-each: { range: 1..3 }, secrets: TOKEN, run: 'printf %%s "$TOKEN" | dd bs=1 2>/dev/null', output: prefix }
          behind: { secrets: TOKEN, run: 'setsid sh -c "echo \\"\\$TOKEN\\"; touch behind; exec sleep 607" & until [ -e behind ]; do :; done' }
          fails: { secrets: TOKEN, run: 'echo "no access with $TOKEN"; exit 3' }
          gives: { secrets: TOKEN, run: 'echo "found=<$TOKEN>" >> $ORCHESTRATE_OUTPUT' }
          encoded: { secrets: TOKEN, run: 'echo "auth=$(printf %%s "u:$TOKEN" | base64)" >> $ORCHESTRATE_OUTPUT' }
          garbles: { secrets: KEY, run: 'echo "$KEY" >> $ORCHESTRATE_OUTPUT' }
          writes: { secrets: TOKEN, run: 'echo "$TOKEN"; echo "$TOKEN" >&2' }
          reads: { pipe-from: writes, run: 'test "$(sha256sum | cut -c1-64)" = "$(printf %%s\\\\n "$WANTED" | cut -c1-64)"', env: { WANTED: "%s" } }
          server:
            service: true
            secrets: TOKEN
            run: 'echo "with $TOKEN"; exec sleep 607'
            ready: { exec: 'echo "is it $TOKEN?"; test -e asked || { touch asked; exit 1; }' }
          uses: { needs: server, run: "true" }
          java: { java: Leaks.java, secrets: [TOKEN, KEY], with: { sum: "${{ params.sum }}" } }
          plain: { needs: { java: completed }, java: Plain.java }
          deaf: { java: Deaf.java, secrets: TOKEN, timeout: 300ms, kill-after: 1100ms }
          output: { java: Output.java, secrets: TOKEN }
        finally:
          last: { secrets: TOKEN, run: 'echo "last $TOKEN"; while [ ! -e seen ]; do sleep 0.02; done' }
        """
            .formatted(sum(TOKEN), sum(TOKEN + "\n")));
    folder.task(
        "Leaks",
        "String sum",
        """
        String token = context.secret("TOKEN");
        var digest = java.security.MessageDigest.getInstance("SHA-256").digest(token.getBytes("UTF-8"));
        if (!HexFormat.of().formatHex(digest).equals(sum) || System.getenv("DEPLOY_TOKEN") != null) {
          throw new AssertionError("not what was expected");
        }
        System.out.println("printed " + token);
        for (char c : token.toCharArray()) {
          System.err.print(c);
        }
        context.log().println(Base64.getEncoder().encodeToString(token.getBytes()));
        context.log().println(context.secret("KEY"));
        var command = new ProcessBuilder("sh", "-c", "echo inherits \\"$TOKEN\\"").inheritIO();
        command.environment().putAll(context.environment());
        if (command.start().waitFor() != 0) {
          throw new AssertionError("could not print");
        }
        new FileOutputStream(FileDescriptor.out).write(("directly " + token + "\\n").getBytes());
        Thread.ofPlatform().start(() -> { throw new IllegalArgumentException("thread " + token); }).join();
        try {
          context.fork(new Part(1)).outputs();
          throw new AssertionError("an output with a secret");
        } catch (SubtaskFailedException e) {
          System.out.println(e.getMessage());
        }
        try {
          context.fork(new Part2("for " + token));
        } catch (IllegalArgumentException e) {
          System.out.println(e.getMessage());
        }
        Plain.kept = token;
        throw new IOException("https://u:" + java.net.URLEncoder.encode(token, "UTF-8") + "@host " + token);
        }

        record Part(int part) implements Task {
          public void run(TaskContext context) {
            System.out.println("part " + context.secret("TOKEN"));
            context.output("part", context.secret("TOKEN"));
          }
        }

        record Part2(String text) implements Task {
          public void run(TaskContext context) {}
        }

        static class Plain {
          static String kept;
        """);
    folder.task(
        "Plain",
        "",
        """
        System.out.println(System.getenv("DEPLOY_TOKEN") + context.environment().get("TOKEN"));
        context.secret("TOKEN");
        """);
    folder.task(
        "Deaf",
        "",
        """
        Thread.currentThread().setName(context.secret("TOKEN"));
        while (true) {
          try {
            Thread.sleep(100);
          } catch (InterruptedException e) {
            // goes on
          }
        }
        """);
    folder.task("Output", "", "context.output(\"it\", \"is \" + context.secret(\"TOKEN\"));");

    Set<String> commandLines = new HashSet<>();
    Orchestrate.Result result;
    try (Orchestrate run = start("run", "-j", "2")) {
      Await.until(
          "the end of the run",
          () -> {
            commandLines.addAll(commandLines());
            if (commandLines.stream().anyMatch(SecretsTest::isLast)) {
              letLastEnd();
            }
            return !run.coordinator().isAlive();
          });
      result = run.await();
      assertThat(run.processes()).isEmpty();
    }

    assertThat(result.output())
        .contains("FAILED fails: exit code 3")
        .contains("FAILED gives: the output `found` has the secret `TOKEN` in it")
        .contains("FAILED encoded: the output `auth` has the secret `TOKEN` in it")
        .contains("FAILED garbles: line 1 of $ORCHESTRATE_OUTPUT is not KEY=VALUE: ***")
        .contains("FAILED java: java.io.IOException: https://u:***@host ***")
        .contains(
            "FAILED plain: java.util.NoSuchElementException: task plain has no secret `TOKEN`")
        .contains("FAILED output: the output `it` has the secret `TOKEN` in it")
        .contains("FAILED deaf: timed out")
        .contains("no access with ***")
        .contains("bytes[0] | ***")
        .contains(" 13 ok, 8 failed of 21 tasks");
    assertThat(folder.log("traces.1.log"))
        .content()
        .contains("TOKEN=***\n", ": ***\n")
        .endsWith("***\n");
    assertThat(folder.log("lines.1.log")).hasContent("  ***\n  ***\n  ***");
    assertThat(folder.log("behind.1.log")).hasContent("***");
    assertThat(folder.log("others.1.log")).as("without a pipe").hasContent("0\n1\n2\n3");
    assertThat(folder.log("writes.1.log")).hasContent("***");
    assertThat(folder.log("server.1.log")).hasContent("with ***");
    assertThat(folder.log("server.1.ready.log")).hasContent("is it ***?");
    assertThat(folder.log("java.1.log"))
        .content()
        .contains("printed ***\n***Q==\n***\nException in thread", ": thread ***\n")
        .doesNotContain("left threads running");
    assertThat(folder.log("java.1.log"))
        .content()
        .contains("a value of a subtask has the secret `TOKEN` in it");
    assertThat(folder.log("java.1/1.1.log")).hasContent("part ***");
    assertThat(folder.log("plain.1.log")).content().startsWith("nullnull\n");
    assertThat(folder.log("deaf.1.log")).content().contains("thread *** (");
    assertThat(workerLogs()).contains("inherits ***\n", "directly ***\n");

    assertThat(leaksIn(result.output() + result.errors())).isEmpty();
    assertThat(commandLines).anyMatch(SecretsTest::isLast);
    assertThat(commandLines).allSatisfy(line -> assertThat(leaksIn(line)).isEmpty());
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).anyMatch(file -> file.toString().contains("/journal/"));
      for (Path file : all) {
        assertThat(leaksIn(Files.readString(file, ISO_8859_1))).as("%s", file).isEmpty();
      }
    }
  }

  /** Of the last task, which waits until somebody has seen it. */
  private static boolean isLast(String commandLine) {
    return commandLine.contains("[ ! -e seen ]");
  }

  private void letLastEnd() {
    try {
      folder.file("seen", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sum(String text) throws Exception {
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(sum);
  }

  private static List<String> leaksIn(String text) {
    return leaks().stream().filter(text::contains).toList();
  }

  /** What {@code ps} shows of all processes. */
  private static List<String> commandLines() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .map(SecretsTest::commandLine)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  private String workerLogs() throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> logs = Files.list(folder.runs().getLast().resolve("logs"))) {
      for (Path log :
          logs.filter(log -> log.getFileName().toString().startsWith("worker-")).toList()) {
        text.append(Files.readString(log));
      }
    }
    return text.toString();
  }

  @Test
  void areNeitherShownNorLackingBeforeARun() throws Exception {
    folder.job(
        """
        version: "1"
        secrets: { TOKEN: { env: DEPLOY_TOKEN } }
        tasks: { deploy: { secrets: TOKEN, run: ./deploy } }
        """);
    try (Orchestrate plan = start("plan")) {
      assertThat(plan.await().output()).contains("secrets   TOKEN").doesNotContain("hunter2");
    }
    try (Orchestrate plan = start("plan", "--json")) {
      assertThat(plan.await().output()).contains("\"TOKEN\"").doesNotContain("hunter2");
    }
    Orchestrate.Result without = Orchestrate.run(path, "validate");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.output() + without.errors())
        .contains("the variable `DEPLOY_TOKEN`, which has a secret, is not set");
  }
}
