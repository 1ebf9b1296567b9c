package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate pause}, {@code unpause}, {@code ps} and {@code top}, from other processes. */
class PauseTest {
  @TempDir Path path;

  @Test
  void nothingStartsInBetween() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        name: slow job
        semaphores: { disk: 2 }
        tasks:
          wait:
            for-each: { list: [a, b, c] }
            acquire: disk
            run: "touch begun.${{ item }}; while ! [ -e go ]; do sleep 0.02; done"
          other: { needs: wait, run: "true" }
        """);

    try (Orchestrate run = Orchestrate.start(path, "run", "-j", "1", "--no-share")) {
      Await.file(path.resolve("begun.a"));
      assertThat(ask("unpause").errors()).endsWith(": the run is not paused\n");
      Orchestrate.Result paused = ask("pause");
      assertThat(paused.exitCode()).as(paused.errors()).isZero();
      assertThat(paused.output()).endsWith(": paused: nothing new is started, what runs goes on\n");
      assertThat(ask("pause").errors()).endsWith(": the run is paused already\n");

      assertThat(ask("ps").output()).containsPattern(" 0 of 2, paused +wait\\[0] +slow job +/");
      JsonNode seen = JsonMapper.shared().readTree(ask("ps", "--json").output()).get("runs").get(0);
      assertThat(seen.get("running").get(0).asString()).isEqualTo("wait[0]");
      assertThat(seen.get("pausedBy").asString())
          .matches("by .* \\(pid \\d+\\) with `orchestrate.*");
      assertThat(seen.get("pid").asLong()).isEqualTo(run.coordinator().pid());
      JsonNode top = JsonMapper.shared().readTree(ask("top", "--json").output());
      assertThat(top.get("tasks").get(0).get("instances").asLong()).isEqualTo(3);
      assertThat(top.get("workers").get(0).get("running").get(0).asString()).isEqualTo("wait[0]");
      assertThat(top.get("objects").get(0).get("available").asInt()).isEqualTo(1);
      Orchestrate.Result once = ask("top");
      assertThat(once.output())
          .startsWith("slow job  0 of 2 tasks  ")
          .contains(", paused by ", " 0 of 3\n", "  wait[0]\n", "\nworker 1 ", "\ndisk ");

      folder.file("go", "");
      Await.until("the end of what runs", () -> ask("ps").output().contains(" nothing "));
      assertThat(ask("resume-run").output()).endsWith(": goes on\n");
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
      assertThat(result.output())
          .containsPattern("paused by .* \\(pid \\d+\\) with `orchestrate pause`\n")
          .containsPattern("unpaused by .* \\(pid \\d+\\) with `orchestrate unpause`\n");
    }
    assertThat(betweenPauseAndUnpause(folder))
        .hasAtLeastOneElementOfType(RunEvent.AttemptEnded.class)
        .doesNotHaveAnyElementsOfTypes(RunEvent.AttemptStarted.class);
    assertThat(ask("ps").output()).isEqualTo("no run is under way\n");
  }

  /** What is to run at its end does. */
  @Test
  void aRunThatIsCancelledIsPausedNoMore() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          wait: { run: "touch begun; sleep 600" }
          never: { needs: wait, run: touch never }
        finally:
          last: { run: touch last }
        """);

    try (Orchestrate run = Orchestrate.start(path, "run", "-j", "1", "--no-share")) {
      Await.file(path.resolve("begun"));
      assertThat(ask("pause").exitCode()).isZero();
      run.signal("TERM");
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).as(result.output()).isEqualTo(143);
      assertThat(result.output()).contains("unpaused because the run is stopped by SIGTERM\n");
    }
    assertThat(folder.has("last")).isTrue();
    assertThat(folder.has("never")).isFalse();
  }

  private static List<RunEvent> betweenPauseAndUnpause(JobFolder folder) throws Exception {
    var events = new ArrayList<RunEvent>();
    JournalReader.read(folder.runs().getFirst(), events::add);
    var between = new ArrayList<RunEvent>();
    boolean paused = false;
    for (RunEvent event : events) {
      paused = paused ? !(event instanceof RunEvent.Unpaused) : event instanceof RunEvent.Paused;
      if (paused) {
        between.add(event);
      }
    }
    return between;
  }

  private Orchestrate.Result ask(String... arguments) {
    try {
      return Orchestrate.run(path, arguments);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
