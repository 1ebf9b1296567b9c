package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher starts a run's first worker beside the coordinator. */
class LaunchedWorkerTest {
  private static final int MOST_RUNS = 20;
  private static final int KILLS = 12;
  private static final int MILLIS_BETWEEN = 30;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void tellTheLauncher() throws Exception {
    folder = new JobFolder(path).job("version: \"1\"\ntasks: { plain: { run: [true] } }\n");
    // The first run since the build leaves behind how a worker is started; but not one that begins
    // while another makes the caches.
    for (int runs = 0; runs == 0 || (runs < MOST_RUNS && !isTold()); runs++) {
      try (Orchestrate first = launch()) {
        assertThat(first.await().exitCode()).isZero();
      }
    }
    assertThat(isTold()).isTrue();
  }

  private static boolean isTold() throws IOException {
    Path caches = Orchestrate.projectFile("coordinator/target/aot");
    try (Stream<Path> found =
        Files.find(caches, 2, (file, _) -> file.endsWith("early-worker.arguments"))) {
      return found.findAny().isPresent();
    }
  }

  private Orchestrate launch() throws IOException {
    return Orchestrate.startProgram(
        path,
        Map.of("ORCHESTRATE_JAVA_HOME", System.getProperty("java.home")),
        List.of(Orchestrate.projectFile("bin/orchestrate").toString(), "run", "job.yaml"));
  }

  @Test
  void isUsed() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          who:
            run: |
              read -r _ _ _ coordinator _ </proc/$PPID/stat
              tr '\\0' '\\n' </proc/$coordinator/cmdline | grep early-worker >given
              echo "-Dorchestrate.early-worker=$PPID:9" >own
        """);

    try (Orchestrate orchestrate = launch()) {
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
      assertThat(orchestrate.processes()).isEmpty();
    }
    assertThat(folder.text("given")).isEqualTo(folder.text("own"));
  }

  @Test
  void isReplacedIfItIsKilled() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          once: { run: "test -e killed || { : >killed; kill -s KILL $PPID; sleep 60; }", retry: 1 }
        """);

    try (Orchestrate orchestrate = launch()) {
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void isGoneIfTheJobFileIsWrong() throws Exception {
    folder.job("version: \"1\"\ntasks: { bad: {} }\n");

    try (Orchestrate orchestrate = launch()) {
      assertThat(orchestrate.await().exitCode()).isEqualTo(2);
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void endsWithTheCoordinatorWheneverThatIsKilled() throws Exception {
    folder.job("version: \"1\"\ntasks: { long: { run: sleep 60 } }\n");

    for (int kill = 0; kill < KILLS; kill++) {
      try (Orchestrate orchestrate = launch()) {
        assertThat(orchestrate.livesFor(kill * MILLIS_BETWEEN)).isTrue();
        orchestrate.signal("KILL");
        Await.until("the end of all of it", () -> orchestrate.processes().isEmpty());
      }
    }
  }
}
