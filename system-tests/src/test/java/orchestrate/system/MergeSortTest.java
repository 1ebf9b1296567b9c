package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code merge-sort}. */
class MergeSortTest {
  @TempDir Path path;

  @Test
  void sorts() throws Exception {
    var folder = new JobFolder(path);
    for (String file : new String[] {"job.yaml", "MergeSort.java"}) {
      Files.copy(Orchestrate.projectFile("examples/merge-sort").resolve(file), path.resolve(file));
    }

    Orchestrate.Result result = folder.run("-p", "numbers=100000");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("work/sorted.txt")).hasSize(100_000).startsWith("1", "2", "3");
    assertThat(result.output()).contains("\nsubtasks of sort: 6 ok, 0 failed, 0 retried\n");
  }
}
