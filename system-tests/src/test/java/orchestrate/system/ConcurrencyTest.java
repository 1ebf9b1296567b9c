package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one {@code concurrency} group have their turns. */
class ConcurrencyTest {
  /** All runs of this user meet in it, also those of other tests. */
  private final String group = "test/" + UUID.randomUUID();

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder =
        new JobFolder(path)
            .file(
                "first.yaml",
                """
                version: "1"
                concurrency: %s
                workers: { count: 2 }
                tasks:
                  deaf: { run: "trap '' TERM HUP INT; echo +1 >> visits; touch begun; until test -e go; do sleep 0.02; done; echo -1 >> visits" }
                """
                    .formatted(group))
            .file("second.yaml", second("1h"))
            .file("impatient.yaml", second("0s"));
  }

  /** The group's lock would stay until the system restarts. */
  @AfterEach
  void removeGroup() throws Exception {
    SessionFolders folders = SessionFolders.whateverTheEnvironment(path);
    try (Session session = Session.open(folders.base().resolve("groups"), "test")) {
      session.remove(group);
    }
  }

  private String second(String wait) {
    return """
    version: "1"
    concurrency: { group: "%s", wait: %s }
    tasks:
      visit: { run: "echo +1 >> visits; echo -1 >> visits" }
    """
        .formatted(group, wait);
  }

  private Orchestrate start(String job) throws Exception {
    return Orchestrate.start(path, "run", job);
  }

  @Test
  void neverOverlapAndSayForWhomTheyWait() throws Exception {
    try (Orchestrate first = start("first.yaml")) {
      Await.file(path.resolve("begun"));
      Orchestrate.Result impatient = Orchestrate.run(path, "run", "impatient.yaml");
      assertThat(impatient.exitCode()).isEqualTo(124);
      assertThat(impatient.errors())
          .matches(
              "orchestrate: the group %s is taken by run [-0-9a-f]+ \\(pid %d\\) of %s, which has it"
                      .formatted(group, first.coordinator().pid(), path.resolve("first.yaml"))
                  + " since [-0-9]+ [:0-9]+\nNothing was run.\n");
      assertThat(folder.runs()).as("of the first").hasSize(1);

      try (Orchestrate second = start("second.yaml")) {
        Await.until(
            "the second waits", () -> second.output().contains("is taken: waiting up to 1h"));
        assertThat(folder.lines("visits")).isEqualTo(List.of("+1"));
        folder.file("go", "");
        assertThat(second.await().exitCode()).as(second.output()).isZero();
        assertThat(second.output()).contains("the group " + group + " is free: going on after");
        assertThat(Orchestrate.run(path, "explain", "visit").output())
            .containsPattern("it waited .* for the turn of the run in its group " + group);
      }
      assertThat(first.await().exitCode()).isZero();
    }
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isEqualTo(1);
    assertThat(folder.lines("visits")).hasSize(4);
  }

  /** What it has started, and nothing asks to end, ends first. */
  @Test
  void beginWhenNothingIsLeftOfARunThatWasKilled() throws Exception {
    folder.file(
        "second.yaml",
        second("1h")
            .replace("echo +1 >> visits;", "grep -lsF %s /proc/[0-9]*/environ > left || true;"));
    try (Orchestrate first = start("first.yaml")) {
      Await.file(path.resolve("begun"));
      String run = folder.runs().getFirst().getFileName().toString();
      folder.file("second.yaml", folder.text("second.yaml").formatted("ORCHESTRATE_RUN=" + run));
      try (Orchestrate second = start("second.yaml")) {
        Await.until("the second waits", () -> second.output().contains("is taken: waiting"));
        first.signal("KILL");
        Orchestrate.Result result = second.await();
        assertThat(result.exitCode()).as(result.output()).isEqualTo(0);
        assertThat(result.output())
            .contains("run " + run + " (pid " + first.coordinator().pid() + ")")
            .contains("which had the group " + group + ", was killed");
      }
    }
    assertThat(folder.lines("left")).isEmpty();
  }

  @Test
  void refuseToWaitForThemselves() throws Exception {
    Orchestrate.writeScript(path.resolve("orchestrate"));
    folder.job(
        """
        version: "1"
        concurrency: "%s"
        tasks:
          inner: { run: "./orchestrate run second.yaml 2> said && exit 1 || [ $? = 2 ]" }
        """
            .formatted(group));

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("said"))
        .contains("of " + path.resolve("job.yaml"))
        .contains("this run is part of that one, and would wait for itself");
  }
}
