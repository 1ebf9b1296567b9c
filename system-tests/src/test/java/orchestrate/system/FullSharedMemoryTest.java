package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is little room in shared memory, a run does with fewer workers, or says why not. */
class FullSharedMemoryTest {
  @TempDir Path path;
  private JobFolder folder;
  private Path shared;

  @BeforeEach
  void makeFolder() {
    folder = new JobFolder(path);
    shared = path.resolve("small");
  }

  private Orchestrate.Result run() throws Exception {
    var environment = Map.of("XDG_RUNTIME_DIR", shared.toString());
    try (Orchestrate run = Orchestrate.start(path, environment, "run", "-j", "3")) {
      return run.await();
    }
  }

  @Test
  void doesNotRunWithoutRoomForASession() throws Exception {
    folder.job("version: \"1\"\ntasks: { a: { run: \"true\" } }\n");

    try (var full = SmallFileSystem.mount(shared, 100)) {
      Orchestrate.Result result = run();

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.errors())
          .startsWith("orchestrate: the run's shared memory can't be made, so nothing was run: ")
          .contains(shared.toString(), "No space left on device; make room there, or take another")
          .contains("XDG_RUNTIME_DIR");
      assertThat(filesIn(full)).isEmpty();
    }
  }

  @Test
  void failsTasksWithoutRoomForAnyWorker() throws Exception {
    folder.job("version: \"1\"\ntasks: { a: { run: \"true\", retry: 3 } }\n");

    try (var full = SmallFileSystem.mount(shared, 400)) {
      Orchestrate.Result result = run();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .contains("FAILED a: no further worker can be had: " + shared)
          .contains("No space left on device; make room there")
          .doesNotContain("warning:");
      assertThat(filesIn(full)).isEmpty();
    }
  }

  /** The three of a party can't meet where two have room: that must not end in waiting. */
  @Test
  void goesOnWithTheWorkersThatHaveRoom() throws Exception {
    folder.job(
        """
        version: "1"
        barriers: { three: 3, two: 2 }
        tasks:
          many: { for-each: { range: 1..6 }, run: "echo +1 >> visits; sleep 0.1; echo -1 >> visits" }
          pair: { for-each: { range: 1..2 }, run: "true", meets: two }
          meeting: { for-each: { range: 1..3 }, run: "true", meets: three }
        """);

    try (var full = SmallFileSystem.mount(shared, 1800)) {
      Orchestrate.Result result = run();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(folder.resultOf("many")).isEqualTo("ok");
      assertThat(folder.resultOf("pair")).isEqualTo("ok");
      assertThat(folder.resultOf("meeting")).isEqualTo("failed");
      assertThat(result.output())
          .containsOnlyOnce("warning: no further worker can be had")
          .contains("FAILED meeting");
      assertThat(Visits.mostAtOnce(folder.lines("visits"))).isLessThanOrEqualTo(2);
      assertThat(filesIn(full)).isEmpty();
    }
  }

  @Test
  void hasTheRoomOfAWorkerThatDiedForTheNext() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          deadly: { for-each: { range: 1..5 }, run: "kill -9 $PPID; sleep 600" }
          after: { run: "true", priority: -1 }
        """);

    try (var full = SmallFileSystem.mount(shared, 900)) {
      Orchestrate.Result result = run();

      assertThat(result.output()).contains("deadly  failed, 0 of 5 items");
      assertThat(folder.resultOf("after")).isEqualTo("ok");
      assertThat(filesIn(full)).isEmpty();
    }
  }

  private static Stream<Path> filesIn(SmallFileSystem system) throws Exception {
    try (Stream<Path> files = Files.walk(system.path())) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }
}
