package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate sync}: many commands that share something, and any of them may be killed. */
@Tag("thorough")
class SyncTest {
  @TempDir Path folder;

  @Test
  void aKilledHolderTakesItsCommandAlongAndTheNextOneIsTold() throws Exception {
    try (var holder = sync("lock", "l", "--", "sh", "-c", "sleep 603 & touch held; wait")) {
      Await.file(folder.resolve("held"));
      try (var next = sync("lock", "l", "--", "touch", "next")) {
        awaitWaiters("l", 1);
        assertThat(folder.resolve("next")).doesNotExist();
        holder.signal("KILL");

        Orchestrate.Result result = next.await();
        assertThat(result.exitCode()).isZero();
        assertThat(result.errors())
            .matches("orchestrate: sh \\(pid \\d+, dead\\) died while it held lock 'l'\n");
      }
      assertThat(folder.resolve("next")).exists();
      Await.until("the end of what was started", () -> holder.processes().isEmpty());
    }
    assertThat(run("lock", "l", "--", "true").errors()).as("it was looked after").isEmpty();
  }

  @Test
  void aCommandThatIsKilledGivesBackWhatItHeld() throws Exception {
    var result = run("semaphore", "acquire", "s", "--", "sh", "-c", "kill -KILL $$");
    assertThat(result.exitCode()).isEqualTo(128 + 9);
    assertThat(run("semaphore", "acquire", "s", "--timeout", "0s", "--", "true").exitCode())
        .isZero();
  }

  @Test
  void handsOnSignals() throws Exception {
    String script = "trap 'exit 9' TERM; touch ready; while :; do sleep 0.05; done";
    try (var holder = sync("lock", "l", "--", "sh", "-c", script)) {
      Await.file(folder.resolve("ready"));
      holder.signal("TERM");
      assertThat(holder.await().exitCode()).isEqualTo(9);
      assertThat(holder.processes()).isEmpty();
    }
  }

  @Test
  void aSignalEndsOneWhoWaits() throws Exception {
    try (var waiting = sync("event", "wait", "e")) {
      awaitWaiters("e", 1);
      waiting.signal("INT");
      assertThat(waiting.await().exitCode()).isEqualTo(130);
    }
  }

  @Test
  void tenWhoComeFirstAtOnceShareOneSemaphore() throws Exception {
    String script =
        "mkdir one 2>/dev/null && place=one || { mkdir two && place=two; } || touch violation;"
            + " sleep 0.02; echo x >> done; rmdir $place";
    List<Orchestrate> all = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        all.add(sync("semaphore", "acquire", "s", "--permits", "2", "--", "sh", "-c", script));
      }
      for (Orchestrate one : all) {
        assertThat(one.await().exitCode()).isZero();
      }
    } finally {
      for (Orchestrate one : all) {
        one.close();
      }
    }
    assertThat(folder.resolve("violation")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("done"))).hasSize(10);
  }

  @Test
  void tellsWhoHoldsWhatDidNotComeInTimeAndWhatWasMadeOtherwise() throws Exception {
    try (var holder =
        sync("semaphore", "acquire", "s", "--", "sh", "-c", "touch held; sleep 603")) {
      Await.file(folder.resolve("held"));

      var late = run("semaphore", "acquire", "s", "--timeout", "10ms", "--", "touch", "never");
      assertThat(late.exitCode()).isEqualTo(124);
      assertThat(late.errors())
          .matches(
              "orchestrate: semaphore 's' \\(0 of 1 permits available; sh \\(pid %d\\) holds 1\\): .*\n"
                  .formatted(holder.coordinator().pid()));
      var other = run("semaphore", "acquire", "s", "--permits", "3", "--", "touch", "never");
      assertThat(other.exitCode()).isEqualTo(125);
      assertThat(other.errors())
          .contains("found unfair bounded semaphore of 1 permits")
          .contains("asked for unfair bounded semaphore of 3 permits");
      assertThat(run("lock", "s", "--", "touch", "never").errors()).contains("asked for");
      assertThat(folder.resolve("never")).doesNotExist();

      var shown = JsonMapper.shared().readTree(run("show", "s", "--json").output());
      assertThat(shown.get("available").asInt()).isZero();
      assertThat(shown.get("holders").get(0).get("pid").asLong())
          .isEqualTo(holder.coordinator().pid());
    }
  }

  @Test
  void saysWhyACommandWasNotRun() throws Exception {
    Files.writeString(folder.resolve("text"), "");
    assertThat(run("lock", "l", "--", "no-such-program").exitCode()).isEqualTo(127);
    assertThat(run("lock", "l", "--", "./text").exitCode()).isEqualTo(126);
    assertThat(run("lock", "l").exitCode()).isEqualTo(125);
    assertThat(run("lock", "--session", "/no/where", "l", "--", "true").exitCode()).isEqualTo(125);
    assertThat(run("lock", "l", "--timeout", "5 min", "--", "true").errors())
        .contains("'5 min' is no duration; write 500ms, 30s, 5m or 1h30m");
  }

  @Test
  void aKilledPartyBreaksTheBarrier() throws Exception {
    try (var one = sync("barrier", "wait", "b", "--parties", "3");
        var two = sync("barrier", "wait", "b", "--parties", "3")) {
      awaitWaiters("b", 2);
      one.signal("KILL");
      Orchestrate.Result result = two.await();
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.errors())
          .contains("barrier 'b' is broken: sync barrier wait (pid")
          .endsWith("died when 2 of 3 parties had arrived\n");
    }
  }

  @Test
  void namesCannotHarmATerminalNorLeaveTheSession() throws Exception {
    String name = "../a\n\u001b[31m";
    assertThat(run("event", "set", name).exitCode()).isZero();
    assertThat(run("ls").output()).contains("../a\\x0a\\x1b[31m  event  set\n");
    assertThat(run("event", "set", "").errors()).contains("is no name for an object: it is empty");
    try (Stream<Path> left = Files.list(Orchestrate.sharedMemory(folder).resolve("orchestrate"))) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("shared");
    }
  }

  /** Each holds one lock and asks for that of the other within it. */
  @Test
  void showsWhoWaitsForWhom() throws Exception {
    script("orchestrate");
    String within =
        "touch $1; while [ ! -e $2 ]; do sleep 0.02; done; ./orchestrate sync lock $2 true";
    try (var a = sync("lock", "a", "--", "sh", "-c", within, "sh", "a", "b");
        var b = sync("lock", "b", "--", "sh", "-c", within, "sh", "b", "a")) {
      awaitWaiters("a", 1);
      awaitWaiters("b", 1);
      assertThat(run("ls").output())
          .contains("deadlock: each waits for the next one, the last for the first\n")
          .containsPattern(
              "true \\(pid \\d+\\) waits for lock 'b', and so for sh \\(pid %d\\)"
                  .formatted(b.coordinator().pid()));
      b.signal("KILL");
      assertThat(a.await().exitCode()).isZero();
    }
  }

  @Test
  void aTaskMeansTheObjectsOfItsRun() throws Exception {
    script("orchestrate");
    var job =
        new JobFolder(folder)
            .job(
                """
                version: "1"
                semaphores: { disk: 2 }
                tasks:
                  a:
                    run: >
                      ./orchestrate sync semaphore acquire disk --count 2 --
                      ./orchestrate sync show disk > shown
                """);
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.text("shown"))
        .startsWith("semaphore 'disk': 0 of 2 free\n")
        .containsPattern("held by +task a: orchestrate \\(pid \\d+\\) +2\n");
  }

  /**
   * The permit of {@code acquire} is the coordinator's, for a task; that of code is its worker's.
   */
  @Test
  void showsTheTasksForWhichSomethingIsHeld() throws Exception {
    script("orchestrate");
    var job =
        new JobFolder(folder)
            .task(
                "Holder",
                "",
                """
                context.semaphore("gpu").acquire();
                context.event("held").set();
                context.event("seen").await();
                """)
            .job(
                """
                version: "1"
                semaphores: { gpu: 1, disk: 2 }
                events: [held, seen]
                workers: { count: 2 }
                tasks:
                  holder: { java: Holder.java, for-each: { list: [only] }, acquire: disk, sets: held }
                  looker:
                    waits-for: held
                    run: |
                      ./orchestrate sync show gpu > gpu
                      ./orchestrate sync show disk > disk
                      ./orchestrate sync show gpu --json > gpu.json
                      ./orchestrate sync event set seen
                """);
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.text("gpu"))
        .containsPattern("held by +worker \\d \\(pid \\d+\\) at holder\\[0\\] +1\n");
    assertThat(job.text("disk"))
        .containsPattern("held by +coordinator \\(pid \\d+\\) +1\n")
        .containsPattern("for +holder\\[0\\] on worker \\d *\n");
    var shown = JsonMapper.shared().readTree(job.text("gpu.json"));
    assertThat(shown.get("holders").get(0).get("tasks").get(0).asString()).isEqualTo("holder[0]");
  }

  @Test
  void removesWhatNobodyUses() throws Exception {
    assertThat(run("event", "set", "e").exitCode()).isZero();
    try (var holder =
        sync("semaphore", "acquire", "s", "--", "sh", "-c", "touch held; sleep 603")) {
      Await.file(folder.resolve("held"));
      var refused = run("rm", "e", "s");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors())
          .isEqualTo(
              "orchestrate: semaphore 's' is in use and was not removed: sh (pid %d) holds 1\n"
                  .formatted(holder.coordinator().pid()));
      holder.signal("TERM");
      holder.await();
    }
    assertThat(run("rm", "s").exitCode()).isZero();
    assertThat(run("ls").output()).startsWith("nothing in session ");
    assertThat(run("rm", "s").exitCode()).isEqualTo(2);
  }

  /** As a terminal does it: to the whole foreground group, and nobody handed it on. */
  @Test
  void ctrlCEndsCommandAndLock() throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeThat(script).as("util-linux, which has a pseudo terminal").isExecutable();
    script("orchestrate");
    String command = "exec ./orchestrate sync lock l -- sh -c 'echo $$ > pid; exec sleep 603'";
    var builder = new ProcessBuilder(script.toString(), "-qec", command, "/dev/null");
    builder.environment().put("XDG_RUNTIME_DIR", Orchestrate.sharedMemory(folder).toString());
    builder.environment().put("SHELL", "/bin/sh");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    Process terminal = builder.redirectOutput(folder.resolve("screen").toFile()).start();
    try {
      Await.until("the command", () -> isWritten(folder.resolve("pid")));
      long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
      terminal.getOutputStream().write(3);
      terminal.getOutputStream().flush();

      assertThat(terminal.onExit().get(3, TimeUnit.MINUTES).exitValue()).isEqualTo(130);
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    } finally {
      terminal.destroyForcibly();
    }
    var next = run("lock", "l", "--timeout", "0s", "--", "true");
    assertThat(next.exitCode()).isZero();
    assertThat(next.errors()).as("nobody died with it").isEmpty();
  }

  private static boolean isWritten(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).endsWith("\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatNobodyNamedIsNotThere() throws Exception {
    assertThat(run("ls").output()).startsWith("nothing in session ");
    assertThat(run("show", "x").exitCode()).isEqualTo(2);
    try (var gone =
        Orchestrate.start(
            folder,
            java.util.Map.of("ORCHESTRATE_SESSION", "/no/where"),
            "sync",
            "event",
            "set",
            "x")) {
      Orchestrate.Result result = gone.await();
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.errors())
          .isEqualTo(
              "orchestrate: there is no session /no/where, which ORCHESTRATE_SESSION names;"
                  + " its run may be over (--session makes one)\n");
    }
  }

  private void awaitWaiters(String object, int count) {
    Await.until(
        count + " who wait for " + object,
        () -> {
          try {
            String json = run("ls", "--json").output();
            for (var found : JsonMapper.shared().readTree(json).get("objects")) {
              if (found.get("name").asString().equals(object)) {
                return found.get("waiting").size() == count;
              }
            }
            return false;
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void script(String name) throws IOException {
    Orchestrate.writeScript(folder.resolve(name));
  }

  private Orchestrate sync(String... arguments) throws IOException {
    return Orchestrate.start(folder, words(arguments));
  }

  private Orchestrate.Result run(String... arguments) throws IOException, InterruptedException {
    return Orchestrate.run(folder, words(arguments));
  }

  private static String[] words(String... arguments) {
    return Stream.concat(Stream.of("sync"), Stream.of(arguments)).toArray(String[]::new);
  }
}
