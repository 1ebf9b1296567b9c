package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a command runs, by which shell, and with which variables. */
class SurroundingsTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void aCommandRunsInItsFolder() throws Exception {
    Files.createDirectories(path.resolve("sub/deep er"));
    folder.job(
        """
        version: "1"
        params: { where: sub }
        tasks:
          script: { dir: "${{ params.where }}/deep er", run: "echo here > script" }
          list: { dir: sub, run: [touch, list] }
          many: { dir: sub, for-each: { range: 1..20 }, run: "echo ${{ item }} > many.${{ item }}" }
          beside: { run: pwd > beside }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.has("sub/deep er/script")).isTrue();
    assertThat(folder.has("sub/list")).isTrue();
    assertThat(folder.has("sub/many.20")).isTrue();
    assertThat(folder.text("beside")).isEqualTo(path.toRealPath() + "\n");
  }

  @Test
  void aFolderThatIsNotThereFailsTheTask() throws Exception {
    folder.job(
        """
        version: "1"
        tasks: { lost: { dir: nowhere, run: pwd } }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).containsPattern("there is no folder .*nowhere to run it in");
  }

  @Test
  void aScriptRunsInItsShellAndItsValuesStayInTheirPlace() throws Exception {
    folder.job(
        """
        version: "1"
        params: { text: "a 'b' $(touch broken) \\"c\\"" }
        tasks:
          bash: { shell: bash, run: "words=(${{ params.text }} x); echo ${#words[@]} > bash" }
          pipe: { shell: bash, run: "false | true; touch pipe" }
          sh: { run: "false | true; touch sh" }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(folder.text("bash")).isEqualTo("2\n");
    assertThat(folder.resultOf("pipe")).as("pipefail is set").isEqualTo("failed");
    assertThat(folder.resultOf("sh")).as(result.output()).isEqualTo("ok");
    assertThat(folder.has("broken")).isFalse();
    assertThat(folder.has("pipe")).isFalse();
  }

  @Test
  void variablesComeFromFilesAndTheTaskItselfWins() throws Exception {
    folder.file(
        "one.env",
        """
        # a comment
        PLAIN=some words   # another
        export QUOTED='it is $HOME #1'
        DOUBLE="two\\nlines \\"quoted\\" \\$HOME"
        EMPTY=
        OWN=file
        """);
    folder.file("two.env", "OWN=second\nHASH=a#b\n");
    folder.job(
        """
        version: "1"
        tasks:
          show:
            env-file: [one.env, two.env]
            env: { OWN: task }
            run: 'printf "%s|" "$PLAIN" "$QUOTED" "$DOUBLE" "$EMPTY" "$OWN" "$HASH" > shown'
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("shown"))
        .isEqualTo("some words|it is $HOME #1|two\nlines \"quoted\" $HOME||task|a#b|");
  }

  @Test
  void paramsComeFromAFileAndTheCommandLineWins() throws Exception {
    folder.file("params.json", "{ \"mode\": \"fast\", \"n\": 3 }");
    folder.job(
        """
        version: "1"
        params: { mode: { default: slow, choices: [slow, fast] }, n: { type: int } }
        tasks: { show: { run: "echo ${{ params.mode }} ${{ params.n }} > shown" } }
        """);
    assertThat(folder.run("--params-file", "params.json", "-p", "n=4").exitCode()).isZero();
    assertThat(folder.text("shown")).isEqualTo("fast 4\n");

    folder.file("params.json", "{ \"mode\": \"fsat\", \"n\": [3] }");
    assertThat(folder.run("--params-file", "params.json").errors())
        .contains("params.json:1:24: expected a value for the param `n`");
    assertThat(folder.run("-p", "mode=fsat", "-p", "n=1").errors())
        .contains("expected one of slow, fast for the param `mode`, but `fsat` was given")
        .contains("hint: did you mean `fast`?");
  }
}
