package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task leaves running in the background ends with it. */
class LeftoverTest {
  private static final String AFTER =
      """
        after:
          needs: leave
          run: "touch after; while ! test -e go; do sleep 0.02; done"
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /** The processes of a run, besides the JVMs and the task that we use to look. */
  private static List<RunningProcess> sleepers(Orchestrate orchestrate) {
    return orchestrate.processes().stream()
        .filter(process -> process.command().startsWith("sleep 602"))
        .toList();
  }

  @Test
  void ofTheSameSession() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          leave: { run: "sleep 602 & (nohup sleep 602 &); sleep 0.05" }
        """
            + AFTER);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("after"));
      Await.until("their end", () -> sleepers(orchestrate).isEmpty());
      folder.file("go", "");
      assertThat(orchestrate.await().exitCode()).isZero();
    }
  }

  @Test
  void ofASessionOfItsOwn() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          leave: { run: "setsid sleep 602 & setsid -f sleep 602; sleep 0.05" }
        """
            + AFTER);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("after"));
      Await.until("their end", () -> sleepers(orchestrate).isEmpty());
      folder.file("go", "");
      assertThat(orchestrate.await().exitCode()).isZero();
    }
  }

  @Test
  void ofAJavaTaskAtTheEndOfTheRun() throws Exception {
    folder
        .task("Leave", "", "new ProcessBuilder(\"setsid\", \"sleep\", \"602\").start();")
        .job(
            """
            version: "1"
            tasks:
              leave: { java: Leave.java }
            """);
    try (Orchestrate orchestrate = folder.start()) {
      assertThat(orchestrate.await().exitCode()).isZero();
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  /** Orphans that have ended are buried: a long run would fill the table of processes otherwise. */
  @Test
  void nobodyStaysAZombie() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          leave: { for-each: { range: 1..20 }, run: "(sleep 0.01 &); sleep 0.02" }
        """
            + AFTER);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("after"));
      List<ProcessHandle> workers = orchestrate.workers();
      Await.until("no zombies", () -> workers.stream().mapToLong(LeftoverTest::zombies).sum() <= 1);
      folder.file("go", "");
      assertThat(orchestrate.await().exitCode()).isZero();
    }
  }

  private static long zombies(ProcessHandle parent) {
    try {
      var ps =
          new ProcessBuilder("ps", "-o", "stat=", "--ppid", Long.toString(parent.pid())).start();
      try (var lines = ps.inputReader()) {
        return lines.lines().filter(state -> state.startsWith("Z")).count();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
