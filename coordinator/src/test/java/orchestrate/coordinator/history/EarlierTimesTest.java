package orchestrate.coordinator.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierTimesTest {
  @TempDir Path folder;

  @BeforeEach
  void setUp() throws Exception {
    Files.createDirectories(folder.resolve(".orchestrate/runs"));
  }

  private void run(String id, String job, String result) throws Exception {
    Path run = Files.createDirectory(folder.resolve(".orchestrate/runs/" + id));
    Files.writeString(run.resolve("begin"), "1\n999999999 1\na\n" + job);
    if (!result.isEmpty()) {
      Files.writeString(run.resolve("result.json"), result);
    }
  }

  private static String result(int succeeded, int busyMillis) {
    return """
        {"format": 1, "tasks": [{"name": "a", "instances": 10, "succeeded": %d, "upToDate": 2,
          "failed": 1, "retries": 3, "busyMillis": %d}, {"name": "never", "instances": 1,
          "succeeded": 0, "failed": 0, "retries": 0, "busyMillis": 0}]}
        """
        .formatted(succeeded, busyMillis);
  }

  @Test
  void thoseOfTheLastRunOfTheJobThatHasAResult() throws Exception {
    run("20261101-000000-000-aaaa", "mine", result(8, 500));
    run("20261102-000000-000-aaaa", "mine", result(8, 1000));
    run("20261103-000000-000-aaaa", "other", result(8, 9000));
    run("20261104-000000-000-aaaa", "mine", "{ cut off");
    run("20261105-000000-000-aaaa", "mine", "");

    assertThat(EarlierTimes.of(folder, "mine"))
        .containsOnlyKeys("a")
        .containsEntry("a", new EarlierTimes.Task(10, 100));
  }

  @Test
  void noneOfAJobThatNeverRan() throws Exception {
    run("20261103-000000-000-aaaa", "other", result(8, 9000));

    assertThat(EarlierTimes.of(folder, "mine")).isEmpty();
    assertThat(EarlierTimes.of(folder.resolve("nowhere"), "mine")).isEmpty();
  }
}
