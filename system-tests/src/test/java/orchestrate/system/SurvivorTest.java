package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever is killed, and however tasks hide: nothing of a run lives on. {@code
 * -Dorchestrate.kill.rounds=100} kills more often.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS) // for the long form
@Tag("thorough")
class SurvivorTest {
  private static final int ROUNDS = Integer.getInteger("orchestrate.kill.rounds", 2);
  private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");
  private static final Path CGROUPS = Files.exists(UNIFIED) ? UNIFIED : Path.of("/sys/fs/cgroup");

  /** No other process of this machine has it as its argument. */
  private final String mark = "77" + ThreadLocalRandom.current().nextInt(100_000_000);

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @AfterEach
  void nobodyIsLeftForTheNextTest() {
    sleepers().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  /** By their command line: what has wiped its environment must be found, too. */
  private List<Long> sleepers() {
    var found = new ArrayList<Long>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path one : folders) {
        if (commandLine(one).startsWith("sleep\0" + mark)) {
          found.add(Long.parseLong(one.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  /** Four ways to hide, by as many sleepers. */
  private Orchestrate startHiding() throws IOException {
    folder.job(
        """
        version: "1"
        tasks:
          deaf: { run: "(setsid sleep MARK &); trap '' TERM; while :; do sleep MARK || true; done" }
          daemon: { run: "setsid -f sleep MARK; exec sleep MARK" }
        """
            .replace("MARK", mark));
    return startWith(4, Map.of());
  }

  private Orchestrate startWiping(Map<String, String> environment) throws IOException {
    folder.job(
        """
        version: "1"
        tasks:
          wiped: { run: "env -i setsid -f sleep MARK; (env -i setsid sleep MARK &); sleep MARK" }
          other: { run: "sleep MARK" }
        """
            .replace("MARK", mark));
    return startWith(4, environment);
  }

  private Orchestrate startWith(int count, Map<String, String> environment) throws IOException {
    Orchestrate orchestrate = Orchestrate.start(path, environment, "run", "-j", "2");
    Await.until("all to run", () -> sleepers().size() == count);
    return orchestrate;
  }

  private void assertNobodyIsLeft() {
    Await.until("the end of all", () -> sleepers().isEmpty());
  }

  private static void kill(Stream<ProcessHandle> processes) {
    processes.toList().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void ofAKilledWorker() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (Orchestrate orchestrate = startWiping(Map.of())) {
        kill(orchestrate.workers().stream());
        assertNobodyIsLeft();
        assertThat(orchestrate.await().output()).contains("FAILED wiped: worker 1 was killed");
      }
    }
  }

  @Test
  void ofAKilledCoordinator() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (Orchestrate orchestrate = startWiping(Map.of())) {
        kill(Stream.of(orchestrate.coordinator()));
        assertNobodyIsLeft();
      }
    }
  }

  @Test
  void ofBothKilledAtOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (Orchestrate orchestrate = startHiding()) {
        kill(Stream.concat(Stream.of(orchestrate.coordinator()), orchestrate.workers().stream()));
        assertNobodyIsLeft();
      }
    }
  }

  @Test
  void ofBothKilledAtOnceWithoutACgroup() throws Exception {
    var options = Map.of("JDK_JAVA_OPTIONS", "-Dorchestrate.cgroup=false");
    for (int round = 0; round < ROUNDS; round++) {
      folder.job(
          """
          version: "1"
          tasks:
            hiding: { run: "(setsid sleep MARK &); setsid -f sleep MARK; trap '' TERM; sleep MARK" }
          """
              .replace("MARK", mark));
      try (Orchestrate orchestrate = startWith(3, options)) {
        kill(Stream.concat(Stream.of(orchestrate.coordinator()), orchestrate.workers().stream()));
        assertNobodyIsLeft();
      }
    }
  }

  /** The run is guarded as before after it has lost a worker. */
  @Test
  void ofBothKilledAtOnceWhenAnotherWorkerHadDied() throws Exception {
    var options = Map.of("JDK_JAVA_OPTIONS", "-Dorchestrate.cgroup=false");
    for (int round = 0; round < ROUNDS; round++) {
      folder.job(
          """
          version: "1"
          tasks:
            hiding:
              run: |
                test "$ORCHESTRATE_ATTEMPT" = 2 || { kill -KILL "$PPID"; sleep 60; }
                (setsid sleep MARK &); setsid -f sleep MARK; trap '' TERM; sleep MARK
              retry: { max: 1, delay: 1ms }
          """
              .replace("MARK", mark));
      try (Orchestrate orchestrate = startWith(3, options)) {
        kill(Stream.concat(Stream.of(orchestrate.coordinator()), orchestrate.workers().stream()));
        assertNobodyIsLeft();
      }
    }
  }

  @Test
  void ofBothKilledAtOnceAndWithoutEnvironment() throws Exception {
    Assumptions.assumeTrue(
        Files.isWritable(CGROUPS.resolve("cgroup.procs")), "no cgroup of ours to be had here");
    for (int round = 0; round < ROUNDS; round++) {
      try (Orchestrate orchestrate = startWiping(Map.of())) {
        kill(Stream.concat(Stream.of(orchestrate.coordinator()), orchestrate.workers().stream()));
        assertNobodyIsLeft();
      }
    }
  }

  /** It ends with its task, not with the run; no cgroup is needed for that. */
  @Test
  void ofATaskThatWipesItsEnvironment() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          leave: { run: "env -i setsid -f sleep MARK; (env -i setsid sleep MARK &); sleep 0.1" }
          after: { needs: leave, run: "touch after; while ! test -e go; do sleep 0.02; done" }
        """
            .replace("MARK", mark));
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("after"));
      assertNobodyIsLeft();
      folder.file("go", "");
      assertThat(orchestrate.await().exitCode()).isZero();
    }
  }

  /** A timeout ends the task also if something else has its stdout and stderr. */
  @Test
  void ofATaskWhoseOutputIsHeld() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          held: { run: "setsid -f sleep MARK; sleep MARK | cat", timeout: 300ms }
        """
            .replace("MARK", mark));
    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("FAILED held: ");
    assertNobodyIsLeft();
  }
}
