package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import orchestrate.coordinator.journal.JournalReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate runs}, {@code logs} and {@code journal}, of real runs. */
@Tag("thorough")
class HistoryTest {
  private static final String ID_AND_TIME =
      "\\S+-[0-9a-f]{4}  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  +";

  @TempDir Path path;
  private JobFolder folder = new JobFolder(Path.of(""));

  @BeforeEach
  void here() {
    folder = new JobFolder(path);
  }

  @Test
  void ofRunsThatWentWellFailedDiedAndGoOn() throws Exception {
    folder.job(
        """
        version: "1"
        name: short
        tasks:
          ends: { run: "printf 'a\\\\033[1mb'; if [ -e bad ]; then exit 3; fi" }
          next: { needs: ends, run: "true" }
        """);
    assertThat(folder.run().exitCode()).isZero();
    folder.file("bad", "");
    assertThat(folder.run().exitCode()).isEqualTo(1);
    folder.job(
        """
        version: "1"
        name: long
        tasks:
          count:
            for-each: { list: [a, b] }
            run: "echo begin ${{ item }}; while [ ! -e go ]; do sleep 0.02; done; echo end"
          after:
            needs: count
            run: "echo after; while [ ! -e done ]; do sleep 0.02; done; echo all done"
        """);
    try (Orchestrate killed = start(3);
        Orchestrate follows = Orchestrate.start(path, "logs", "-f")) {
      Await.until("the log of an item", () -> follows.output().contains("count[1] | begin b\n"));
      killed.signal("KILL");
      assertThat(follows.await().exitCode()).as(follows.errors()).isZero();
      Await.until("the end of its tasks", () -> killed.processes().isEmpty());
    }

    try (Orchestrate run = start(4)) {
      long pid = run.coordinator().pid();
      assertThat(tell("runs"))
          .matches(
              "run .*\n"
                  + (ID_AND_TIME + "\\d+\\.\\d s +running \\(pid " + pid + "\\) +long\n")
                  + (ID_AND_TIME + "died: never finished +long\n")
                  + (ID_AND_TIME + "\\d+\\.\\d s +failed +1 failed, 1 skipped +short\n")
                  + (ID_AND_TIME + "\\d+\\.\\d s +succeeded +2 ok +short\n")
                  + "\norchestrate resume [-0-9a-f]+ goes on with it\n");
      JsonNode unfinished =
          JsonMapper.shared().readTree(tell("runs", "--unfinished", "--json", "job.yaml"));
      assertThat(unfinished.get("runs")).hasSize(2);
      assertThat(unfinished.at("/runs/0/pid").asLong()).isEqualTo(pid);
      assertThat(unfinished.at("/runs/1/result").asString()).isEqualTo("died");

      String failed = folder.runs().get(1).getFileName().toString();
      assertThat(tell("logs", failed, "ends")).isEqualTo("a\u001b[1mb");
      assertThat(tell("logs", failed)).isEqualTo("ends | a\\x1b[1mb\n");
      refused("did you mean `ends`?", "logs", failed, "end");

      dumpsJournals(folder.runs().get(2), folder.runs().get(1));

      assertThat(tell("runs", "prune", "--keep", "1")).containsPattern("\n3 runs, [0-9,]+ bytes\n");
      assertThat(folder.runs()).hasSize(1);

      try (Orchestrate task = Orchestrate.start(path, "logs", "-f", "count");
          Orchestrate item = Orchestrate.start(path, "logs", "-f", "count[1]");
          Orchestrate all = Orchestrate.start(path, "logs", "-f")) {
        Await.until("what the item printed", () -> item.output().equals("begin b\n"));
        Await.until("what they printed", () -> task.output().contains("count[0] | begin a\n"));
        folder.file("go", "");
        assertThat(item.await().output()).isEqualTo("begin b\nend\n");
        assertThat(task.await().output())
            .contains("count[0] | end\n", "count[1] | begin b\n", "count[1] | end\n");
        assertThat(run.coordinator().isAlive()).isTrue();
        folder.file("done", "");
        Orchestrate.Result followed = all.await();
        assertThat(followed.exitCode()).as(followed.errors()).isZero();
        assertThat(followed.output()).endsWith("after | after\nafter | all done\n");
      }
      assertThat(run.await().exitCode()).isZero();
    }
    assertThat(tell("logs", "-f", "after")).isEqualTo("after\nall done\n");
  }

  /** Of one that was killed up to its end, of one that was cut short since up to there. */
  private void dumpsJournals(Path killed, Path cut) throws Exception {
    List<JsonNode> events =
        tell("journal", "dump", killed.getFileName().toString(), "--json")
            .lines()
            .map(JsonMapper.shared()::readTree)
            .toList();
    assertThat(events.getFirst().get("kind").asString()).isEqualTo("runStarted");
    assertThat(events)
        .filteredOn(event -> event.get("kind").asString().equals("attemptStarted"))
        .extracting(event -> event.get("task").asString() + event.get("instance").asLong())
        .containsExactly("count0", "count1");
    assertThat(events.getLast().get("kind").asString()).isEqualTo("attemptStarted");

    long end = JournalReader.bytes(cut);
    Path all = cut.resolve("journal/0.early"); // It was a short run.
    assertThat(Files.size(all)).isEqualTo(end);
    try (var file = FileChannel.open(all, StandardOpenOption.WRITE)) {
      file.truncate(end - 10);
    }
    Orchestrate.Result result =
        Orchestrate.run(path, "journal", "dump", cut.getFileName().toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.errors())
        .matches(
            "orchestrate: the journal of run \\S+ is damaged; what stands before that are \\d+"
                + " events: journal/0\\.early, byte \\d+: the file ends in the middle of this"
                + " document\n");
    assertThat(result.output())
        .containsPattern("(?m)attemptStarted +ends  attempt 1$")
        .doesNotContain("runEnded");
  }

  /** Starts the run of this number, and waits until it says that it has begun. */
  private Orchestrate start(int number) throws Exception {
    Orchestrate run = folder.start();
    Await.until("the run", () -> folder.runs().size() == number);
    Await.until("its word", () -> folder.runs().getLast().resolve("begin").toFile().length() > 0);
    return run;
  }

  private String tell(String... arguments) throws Exception {
    Orchestrate.Result result = Orchestrate.run(path, arguments);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.errors()).isEmpty();
    return result.output();
  }

  private void refused(String why, String... arguments) throws Exception {
    Orchestrate.Result result = Orchestrate.run(path, arguments);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors()).contains(why);
    assertThat(result.output()).isEmpty();
  }
}
