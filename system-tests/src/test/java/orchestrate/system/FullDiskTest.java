package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has no room on the disk fails, and says so. */
class FullDiskTest {
  @TempDir Path path;

  /** The kernel's limit for a file stands for the disk's: the task sees the same failing write. */
  @Test
  void forTheOutputOfATask() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          big: { run: "echo start; ulimit -f 8; trap '' XFSZ; head -c 1000000 /dev/zero" }
          others: { for-each: { range: 1..5 }, run: "echo fine" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("FAILED big: exit code 1").contains("5 of 5 items");
    assertThat(folder.log("others/4.1.log")).hasContent("fine");
  }
}
