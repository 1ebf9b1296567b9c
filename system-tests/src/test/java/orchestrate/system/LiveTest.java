package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The display at the foot of a terminal: what is seen there while a run goes on, and that nothing
 * of it is left, however the run ends. The terminal is that of script(1), which doesn't know its
 * size; what it was sent is shown by one that is only in memory.
 */
class LiveTest {
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/script")), "there is no script(1)");
    folder = new JobFolder(path);
    Orchestrate.writeScript(path.resolve("orchestrate"));
  }

  private Orchestrate start(String arguments) throws Exception {
    return Orchestrate.startProgram(
        path,
        Map.of("CI", "", "TERM", "xterm-256color", "NO_COLOR", "1"),
        List.of("script", "-qec", "./orchestrate run -j 2 " + arguments, "/dev/null"));
  }

  /** What a person sees when all of this has come. */
  private static List<String> seen(String sent) {
    var terminal = new ScreenTerminal(COLUMNS, ROWS);
    terminal.write(sent);
    long[] cells = new long[ROWS * COLUMNS];
    terminal.dump(cells, new int[2]);
    var rows = new ArrayList<String>();
    for (int row = 0; row < ROWS; row++) {
      var line = new StringBuilder();
      for (int column = 0; column < COLUMNS; column++) {
        int character = ScreenTerminal.cellCodePoint(cells[row * COLUMNS + column]);
        line.appendCodePoint(character == 0 ? ' ' : character);
      }
      rows.add(line.toString().stripTrailing());
    }
    return rows;
  }

  private static String seenText(Orchestrate run) {
    return String.join("\n", seen(run.output()));
  }

  /** The first process that is ours, not script's. */
  private static long coordinator(Orchestrate run) {
    return run.processes().stream()
        .filter(
            process -> process.command().contains("/java ") && process.command().contains(" run "))
        .mapToLong(RunningProcess::pid)
        .min()
        .orElseThrow();
  }

  private void waitingJob() throws Exception {
    folder.job(
        """
        version: "1"
        name: a job
        tasks:
          each:
            for-each: { list: [a, b, "c\\e[2Jd"] }
            run: "touch at.$ORCHESTRATE_INSTANCE; while ! [ -e go.$ORCHESTRATE_INSTANCE ]; do sleep 0.05; done; test $ORCHESTRATE_INSTANCE != 1"
        """);
  }

  @Test
  void showsWhatRunsAndLeavesOnlyWhatScrolls() throws Exception {
    waitingJob();
    try (Orchestrate run = start("--notify 'echo \"$ORCHESTRATE_OUTCOME\" > told'")) {
      Await.until("the frame", () -> seenText(run).contains("s  each[1] (b)"));
      assertThat(seenText(run)).contains("\na job  0 of 1 task  ", "\n  each  ", "0 of 3\n");

      folder.file("go.1", "");
      Await.until("the failure", () -> seenText(run).contains("1 of 3  1 failed"));
      assertThat(seenText(run)).contains("\nFAILED each[1] (b): exit code 1\n");
      Await.until("the third", () -> seenText(run).contains("each[2] (c\\x1b[2Jd)"));
      folder.file("go.0", "").file("go.2", "");
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output()).doesNotContain("\033[2J");
      assertThat(String.join("\n", seen(result.output())).strip())
          .contains(
              ", 2 at a time; files in ", "FAILED each[1] (b)", "\neach  failed, 2 of 3 items")
          .endsWith(": 1 failed of 1 task")
          .doesNotContain("0 of 1 task", "━");
      assertThat(folder.text("told")).isEqualTo("failed\n");
    }
  }

  @Test
  void isGoneAfterCtrlC() throws Exception {
    waitingJob();
    try (Orchestrate run = start("")) {
      Await.until("the frame", () -> seenText(run).contains("s  each[1] (b)"));
      Orchestrate.signal(coordinator(run), "INT");
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(String.join("\n", seen(result.output())).strip())
          .contains(
              "stopped by SIGINT: stopping 2 running tasks",
              "each  cancelled",
              "1 cancelled of 1 task; stopped by SIGINT\n")
          .endsWith(" goes on with it")
          .doesNotContain("0 of 1 task", "━");
    }
    assertThat(folder.sessions()).isEmpty();
  }

  /** Then it isn't orchestrate that removes it. */
  @Test
  void isGoneAfterAKill() throws Exception {
    waitingJob();
    folder.file("open", "");
    // A terminal is still there when what ran in it is not.
    try (Orchestrate run = start("; while [ -e open ]; do sleep 0.05; done")) {
      Await.until("the frame", () -> seenText(run).contains("s  each[1] (b)"));
      Orchestrate.signal(coordinator(run), "KILL");

      Await.until("an empty foot", () -> !seenText(run).contains("0 of 1 task"));
      Await.until("the word of the shell", () -> seenText(run).contains("Killed"));
      assertThat(seenText(run).strip()).startsWith("a job: 1 task, 2 at a time");
      assertThat(seenText(run)).doesNotContain("each[1]", "━");
      Files.delete(path.resolve("open"));
      run.await();
      Await.until("the end of all", () -> run.processes().isEmpty());
    }
  }

  @Test
  void aPlainRunHasNone() throws Exception {
    folder.job("version: \"1\"\ntasks: { a: { run: \"true\" } }\n");
    try (Orchestrate run = start("--plain")) {
      Orchestrate.Result result = run.await();
      assertThat(result.output()).contains("1 ok of 1 task").doesNotContain("\033");
    }
  }
}
