package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that uses up its open files fails by itself, and the next has all of them. */
class NoOpenFilesTest {
  @TempDir Path path;

  @Test
  void ofATask() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          greedy:
            run: |
              ulimit -n 6
              exec 3</dev/null 4</dev/null 5</dev/null
              cat < /dev/null | cat
          after: { for-each: { range: 1..5 }, run: "echo fine; ls /proc/self/fd | wc -l" }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.output()).contains("FAILED greedy: exit code ").contains("5 of 5 items");
    assertThat(folder.log("greedy.1.log")).content().containsIgnoringCase("pipe");
    assertThat(folder.log("after/4.1.log")).hasContent("fine\n4");
  }
}
