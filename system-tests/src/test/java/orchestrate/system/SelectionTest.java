package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a part of a job. */
class SelectionTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() throws Exception {
    folder =
        new JobFolder(path)
            .job(
                """
                version: "1"
                tasks:
                  build: { run: echo build >> ran }
                  test: { run: echo test >> ran, needs: build, tags: checks }
                  slow: { run: echo slow >> ran, needs: build, tags: [checks, nightly] }
                  pack: { run: echo pack >> ran, needs: [test, slow] }
                """);
  }

  @Test
  void takesWhatIsNeededAlong() throws Exception {
    Orchestrate.Result result = folder.run("--only", "test");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("ran")).containsExactly("build", "test");
    assertThat(folder.resultOf("pack")).isEqualTo("skipped");
    assertThat(result.output())
        .containsPattern("pack +skipped: left out: not among what --only asks for\n");
  }

  @Test
  void whatNeedsATaskThatIsLeftOutTakesItAsDone() throws Exception {
    Orchestrate.Result result = folder.run("--skip", "nightly,test");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("ran")).containsExactly("build", "pack");
    assertThat(result.output()).containsPattern("slow +skipped: left out by --skip\n");
  }

  @Test
  void aNameThatNobodyHasIsAMistake() throws Exception {
    Orchestrate.Result result = folder.run("--only", "tests");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors())
        .startsWith(
            "orchestrate: --only and --skip take names and tags of tasks: there is no `tests`;"
                + " there are the tags checks, nightly\n");
    assertThat(folder.has("ran")).isFalse();
  }

  @Test
  void aPlanShowsIt() throws Exception {
    Orchestrate.Result plan = Orchestrate.run(path, "plan", "--only", "checks", "--skip", "slow");
    assertThat(plan.output()).contains("not run   left out by --skip");
    assertThat(folder.has("ran")).isFalse();
  }
}
