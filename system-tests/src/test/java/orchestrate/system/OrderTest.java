package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What runs when, and what is left out and why. */
class OrderTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void needsAreDoneBefore() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          last: { needs: [left, right], run: "echo last >> order" }
          left: { needs: first, run: "echo left >> order" }
          right: { needs: first, run: "echo right >> order" }
          first: { run: "echo first >> order" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("order"))
        .hasSize(4)
        .startsWith("first")
        .contains("left", "right")
        .endsWith("last");
    assertThat(result.output()).contains("succeeded after ").endsWith(": 4 ok of 4 tasks\n");
    assertThat(folder.result().get("exitCode").asInt()).isZero();
  }

  @Test
  void everyKindOfFanOut() throws Exception {
    folder
        .file("a.csv", "")
        .file("b.csv", "")
        .file("c.txt", "")
        .task("Square", "long n", "context.log().println(n * n);")
        .job(
            """
            version: "1"
            params: { top: 100 }
            tasks:
              list: { for-each: { list: [x, "y z"], as: it }, run: "echo ${{ it }} >> list" }
              range: { for-each: { range: [10, 0, -5] }, run: "echo ${{ item }} >> range" }
              none: { for-each: { list: [] }, run: "echo never >> none" }
              files: { for-each: { files: "*.csv" }, run: "echo ${{ item }} >> files" }
              make: { run: "seq 3 | sed 's/$/ line/' > items.txt" }
              lines: { needs: make, for-each: { lines: items.txt }, run: "echo ${{ item }} >> lines" }
              gone: { needs: make, for-each: { lines: nothere.txt }, run: "true" }
              many: { for-each: { range: "1..${{ params.top }}" }, java: Square.java, with: { n: "${{ item }}" } }
              after: { needs: [many, none], run: "cat .orchestrate/runs/*/logs/many/*.log | wc -l" }
            """);

    Orchestrate.Result result = folder.run("-p", "top=300");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.lines("list")).containsExactlyInAnyOrder("x", "y z");
    assertThat(folder.lines("range")).containsExactlyInAnyOrder("10", "5", "0");
    assertThat(folder.has("none")).isFalse();
    assertThat(folder.lines("files")).containsExactlyInAnyOrder("a.csv", "b.csv");
    assertThat(folder.lines("lines")).containsExactlyInAnyOrder("1 line", "2 line", "3 line");
    assertThat(result.output())
        .contains("gone: there is no file " + path.resolve("nothere.txt"))
        .contains("    | 300\n");
    assertThat(IntStream.of(1, 300))
        .allSatisfy(
            n -> assertThat(folder.log("many/" + (n - 1) + ".1.log")).hasContent(n * n + ""));
    for (JsonNode task : folder.result().get("tasks")) {
      boolean fails = task.get("name").asString().equals("gone");
      assertThat(task.get("result").asString())
          .as(task.get("name").asString())
          .isEqualTo(fails ? "failed" : "ok");
    }
  }

  @Test
  void aFailureTakesDownOnlyWhatNeedsIt() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          bad: { for-each: { range: 1..4 }, run: "test ${{ item }} != 3" }
          needy: { needs: bad, run: "echo never > never" }
          needier: { needs: needy, run: "echo never > never" }
          good: { run: "echo good > good" }
          better: { needs: good, run: "echo better > better" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.has("never")).isFalse();
    assertThat(folder.has("better")).isTrue();
    assertThat(result.output())
        .contains("FAILED bad[2] (3): exit code 1\n")
        .contains("needy    skipped: needs bad, which failed\n")
        .contains("needier  skipped: needs needy, which was skipped\n")
        .contains("bad      failed, 3 of 4 items, ")
        .endsWith(": 2 ok, 1 failed, 2 skipped of 5 tasks\n");
    JsonNode json = folder.result();
    assertThat(json.get("exitCode").asInt()).isEqualTo(1);
    assertThat(json.get("tasks").get(1).get("reason").asString())
        .isEqualTo("needs bad, which failed");
    assertThat(json.get("firstFailures").get(0).get("instance").asInt()).isEqualTo(2);
  }
}
