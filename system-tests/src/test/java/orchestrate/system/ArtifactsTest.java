package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that tasks leave for people outlive the next run. */
class ArtifactsTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void areCopiedHoweverATaskEnds() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          good:
            run: mkdir -p out/deep && echo good > out/deep/good.xml
            outputs: out/*/good.xml
            artifacts: out/**/*.xml
          reads:
            needs: good
            run: cp .orchestrate/runs/$ORCHESTRATE_RUN/artifacts/good/out/deep/good.xml read
          bad:
            run: echo $ORCHESTRATE_ATTEMPT > bad.log; exit 3
            retry: 1
            artifacts: [bad.log, none.log]
          missing:
            run: "true"
            artifacts: ["*.nothere"]
          each:
            for-each: { list: [a, b] }
            run: echo ${{ item }} > ${{ item }}.txt
            artifacts: ${{ item }}.txt
          skipped:
            needs: missing
            run: "true"
            artifacts: bad.log
          writer: { run: "echo piped; echo w > w.log", artifacts: w.log }
          reader: { pipe-from: writer, run: cat > r.log, artifacts: r.log }
        """);

    Orchestrate.Result result = folder.run();

    Path artifacts = folder.runs().getLast().resolve("artifacts");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.resultOf("good")).isEqualTo("ok");
    assertThat(folder.lines("read")).containsExactly("good");
    assertThat(artifacts.resolve("good/out/deep/good.xml")).hasContent("good");
    assertThat(artifacts.resolve("bad/bad.log")).hasContent("2");
    assertThat(artifacts.resolve("each/0/a.txt")).hasContent("a");
    assertThat(artifacts.resolve("each/1/b.txt")).hasContent("b");
    assertThat(artifacts.resolve("writer/w.log")).hasContent("w");
    assertThat(artifacts.resolve("reader/r.log")).hasContent("piped");
    assertThat(artifacts.resolve("skipped")).doesNotExist();
    assertThat(result.output())
        .contains(
            "FAILED missing: it succeeded but did not make its artifact "
                + path.toRealPath().resolve("*.nothere"))
        .contains("artifacts of bad: there is no none.log\n")
        .contains("artifacts of good, bad, each, writer, reader: 6 files in ");
    assertThat(Files.readString(folder.runs().getLast().resolve("result.json")))
        .contains("\"artifacts\":{\"folder\":\"artifacts/each\",\"files\":2,\"bytes\":4}");
  }
}
