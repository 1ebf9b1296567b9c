package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was cut short goes on as the same run. */
@Tag("thorough")
class ResumeTest {
  @TempDir Path path;

  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  private Orchestrate.Result resume(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("resume"));
    all.addAll(List.of(arguments));
    return Orchestrate.run(path, all.toArray(String[]::new));
  }

  @Test
  void triesOnceMoreOnlyWhatHadFailed() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          first: { run: "echo first >> ran" }
          each:
            needs: first
            for-each: { list: [a, b, c] }
            run: "echo ${{ item }} >> ran; test -e ok -o ${{ item }} != b"
          after: { needs: each, run: "echo after >> ran" }
          sorry: { needs: each, if: failure(), run: "echo sorry >> ran" }
        finally:
          last: { run: "echo last >> ran" }
        """);
    assertThat(Orchestrate.run(path, "run", "-j", "1").exitCode()).isEqualTo(1);
    assertThat(folder.lines("ran")).containsExactly("first", "a", "b", "c", "sorry", "last");
    assertThat(resume(runId()).errors()).contains("and failed; --rerun-failed tries once more");
    assertThat(Orchestrate.run(path, "run", "--rerun-failed").errors())
        .contains("orchestrate resume --rerun-failed tries once more what failed in the last one");

    assertThat(resume("--rerun-failed").exitCode()).isEqualTo(1);
    folder.file("ok", "");
    Orchestrate.Result result = resume("--rerun-failed");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(folder.lines("ran").subList(6, 12))
        .containsExactly("b", "sorry", "last", "b", "after", "last");
    assertThat(folder.runs()).hasSize(1);
    assertThat(folder.resultOf("each")).isEqualTo("ok");
    assertThat(folder.resultOf("sorry")).isEqualTo("skipped");
    assertThat(resume("--rerun-failed").errors()).contains("has succeeded: nothing is left");
  }

  private String runId() {
    return folder.runs().getLast().getFileName().toString();
  }

  /** Each instance tells when it begins, and waits for the file {@code go} but for those before. */
  private static final String WAITING =
      """
      version: "1"
      name: waiting
      params: { greeting: hello }
      tasks:
        list: { run: "echo list >> done; seq 1 4 > items; echo last=4 >> $ORCHESTRATE_OUTPUT" }
        each:
          needs: list
          for-each: { lines: items }
          run: |
            echo "${{ item }} of ${{ tasks.list.outputs.last }}: ${{ params.greeting }}"
            echo "begin ${{ item }}" >> begun
            while test ${{ item }} -gt 2 -a ! -e go; do sleep 0.02; done
            echo "each ${{ item }}" >> done
        late: { needs: each, run: "echo late >> done" }
        left: { run: "echo left >> done" }
      finally:
        tidy: { run: "echo tidy >> done" }
      """;

  /** Two items are done then, and two wait. */
  private Orchestrate startWaiting(String... options) throws IOException {
    folder.job(WAITING);
    Orchestrate run = folder.start(options);
    Await.until("all to have begun", () -> lines("begun").size() >= 4);
    Await.file(folder.log("each/2.1.log")); // which commands have only after a while
    return run;
  }

  private List<String> lines(String name) {
    try {
      return folder.has(name) ? folder.lines(name) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void killWaiting(String... options) throws Exception {
    try (Orchestrate run = startWaiting(options)) {
      run.signal("KILL");
      Await.until("the end of all", () -> run.processes().isEmpty());
    }
  }

  @Test
  void goesOnAsItWasCalledAndTellsOfTheWholeRun() throws Exception {
    killWaiting("-p", "greeting=hi", "--skip", "left", "--joblog", "jobs.log");
    folder.file("go", "");
    String id = runId();

    Orchestrate.Result result = resume("--junit", "junit.xml");
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.output())
        .contains("resuming " + id + ": ", " 2 run again, 2 at a time; files in ")
        .contains("each  ok, 4 of 4 items");
    assertThat(folder.runs()).hasSize(1);
    assertThat(folder.result().get("run").asString()).isEqualTo(id);
    assertThat(folder.resultOf("left")).isEqualTo("skipped");
    assertThat(folder.result().at("/tasks/1/succeeded").asInt()).isEqualTo(4);
    assertThat(folder.lines("done"))
        .containsExactlyInAnyOrder("list", "each 1", "each 2", "each 3", "each 4", "late", "tidy");
    for (int i = 0; i < 4; i++) {
      assertThat(Files.readString(folder.log("each/" + i + ".1.log")))
          .isEqualTo("%d of 4: hi\n".formatted(i + 1));
    }
    assertThat(folder.runs().getLast().resolve("lost-1/each/2.1.log")).hasContent("3 of 4: hi");
    // A line for each attempt, the lost ones included, and its title.
    assertThat(folder.lines("jobs.log")).hasSize(1 + 1 + 4 + 2 + 1 + 1);
    assertThat(folder.text("jobs.log")).doesNotContain("# ");
    assertThat(Orchestrate.run(path, "report", "--joblog", "again.log").exitCode()).isZero();
    assertThat(folder.text("again.log")).isEqualTo(folder.text("jobs.log"));
    assertThat(folder.text("junit.xml")).contains("tests=\"4\"", "each[3]", "late");

    Orchestrate.Result again = resume(id);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errors()).contains("run " + id + " has succeeded: nothing is left");
  }

  /** What stands before the damage is believed, what comes after it is done again. */
  @Test
  void goesOnFromTheLastWholeEntryOfADamagedJournal() throws Exception {
    killWaiting();
    folder.file("go", "");
    damageJournal();

    Orchestrate.Result result = resume();

    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.errors())
        .contains(
            "the journal of run " + runId() + " is damaged, so it goes on from the last entry")
        .doesNotContain("Exception");
    assertThat(folder.lines("done")).as("before the damage").containsOnlyOnce("list");
    assertThat(folder.lines("done"))
        .contains("each 1", "each 2", "each 3", "each 4", "late", "left", "tidy");
    assertThat(folder.resultOf("each")).isEqualTo("ok");
    assertThat(Orchestrate.run(path, "journal", "dump").output()).contains("runResumed");
  }

  /**
   * Flips a bit of its last entry: that of the queue, or, of a young run, of the file before it.
   */
  private void damageJournal() throws IOException {
    Path journal = folder.runs().getLast().resolve("journal");
    try (var files = Files.list(journal)) {
      Path queue = files.filter(each -> each.toString().endsWith(".cq4")).findFirst().orElseThrow();
      if (!flipLastBit(queue)) {
        assertThat(flipLastBit(journal.resolve("0.early"))).isTrue();
      }
    }
  }

  /** Behind the last entry is room that was reserved. */
  private static boolean flipLastBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int last = bytes.length - 1;
    while (last >= 0 && bytes[last] == 0) {
      last--;
    }
    if (last >= 0) {
      bytes[last] ^= 4;
      Files.write(file, bytes);
    }
    return last >= 0;
  }

  @Test
  void goesOnAfterCtrlCAndOneAtATime() throws Exception {
    try (Orchestrate run = startWaiting()) {
      String id = runId();
      Orchestrate.Result refused = resume();
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.errors())
          .contains("run " + id + " is under way: process " + run.coordinator().pid());

      run.signal("INT");
      Orchestrate.Result stopped = run.await();
      assertThat(stopped.exitCode()).isEqualTo(130);
      assertThat(stopped.output()).endsWith("orchestrate resume " + id + " goes on with it\n");
      assertThat(folder.lines("done")).endsWith("tidy");
    }
    try (Orchestrate one = Orchestrate.start(path, "resume");
        Orchestrate other = Orchestrate.start(path, "resume")) {
      Await.until(
          "one of them to be refused",
          () -> !one.coordinator().isAlive() || !other.coordinator().isAlive());
      boolean first = one.coordinator().isAlive();
      Orchestrate.Result refused = (first ? other : one).await();
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.errors())
          .containsPattern("is under way: process \\d+|is just being taken up by another process");
      folder.file("go", "");
      Orchestrate.Result done = (first ? one : other).await();
      assertThat(done.exitCode()).as(done.toString()).isZero();
    }
    assertThat(folder.lines("done"))
        .containsExactlyInAnyOrder(
            "list", "left", "each 1", "each 2", "tidy", "each 3", "each 4", "late", "tidy");
  }

  @Test
  void goesOnWithAChangedJobFileIfThatIsOfNoMatter() throws Exception {
    killWaiting();
    folder.file("go", "");
    folder.job(
        WAITING
            .replace("late: {", "new: { run: \"echo new >> done\" }\n  late: { timeout: 1m,")
            .replace("echo late", "echo later"));

    Orchestrate.Result result = resume();
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.errors().lines())
        .contains(
            "task new: new",
            "task late: timeout changed: not given -> 1m",
            "task late: run changed: echo late >> done -> echo later >> done");
    assertThat(folder.lines("done"))
        .containsExactlyInAnyOrder(
            "list", "left", "each 1", "each 2", "each 3", "each 4", "new", "later", "tidy");
  }

  @Test
  void goesOnWithAConflictOnlyIfForced() throws Exception {
    killWaiting();
    folder.file("go", "");
    folder.job(WAITING.replace("seq 1 4", "seq 0 4"));

    Orchestrate.Result refused = resume();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .contains("task list: run changed: ", "and so was what needs it: each", "--force", runId());
    assertThat(folder.lines("done")).doesNotContain("tidy");

    Orchestrate.Result forced = resume("--force");
    assertThat(forced.exitCode()).as(forced.toString()).isZero();
    assertThat(folder.result().at("/tasks/1/succeeded").asInt()).isEqualTo(5);
    assertThat(folder.lines("done").stream().filter("list"::equals)).hasSize(2);
    assertThat(folder.lines("done").stream().filter("left"::equals)).hasSize(1);
  }

  @Test
  void noticesThatItemsAreOthers() throws Exception {
    killWaiting();
    folder.file("go", "").file("items", "1\n2\n3\n5\n");

    Orchestrate.Result refused = resume();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).contains("task each: its items are not the same as before");
  }

  @Test
  void startsAServiceAgain() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          db:
            service: true
            ready: { log: up }
            run: "echo start >> db; echo up; exec sleep 1000"
          first: { needs: db, run: "echo first >> done" }
          second: { needs: [db, first], run: "touch second; while ! test -e go; do sleep 0.02; done; echo second >> done" }
        """);
    try (Orchestrate run = folder.start()) {
      Await.file(path.resolve("second"));
      run.signal("KILL");
      Await.until("the end of all", () -> run.processes().isEmpty());
    }
    folder.file("go", "");

    Orchestrate.Result result = resume();
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(folder.lines("db")).hasSize(2);
    assertThat(folder.lines("done")).containsExactly("first", "second");
    assertThat(folder.resultOf("db")).isEqualTo("ok");
  }
}
