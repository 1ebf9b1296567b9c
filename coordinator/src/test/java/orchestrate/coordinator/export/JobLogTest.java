package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import orchestrate.coordinator.schedule.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private JobLog log;
  private Story story;

  @BeforeEach
  void begin() throws Exception {
    var plan =
        Story.plan(
            folder,
            """
            tasks:
              one: { run: echo 1 }
              many: { for-each: { range: 1..3 }, run: "echo ${{ item }}" }
              words: { run: [echo, "two words", plain] }
            """);
    log = new JobLog(plan, written);
    story = new Story(plan, log::accept).begin();
  }

  private List<String> lines() throws Exception {
    log.finish();
    return List.of(written.toString(UTF_8).split("\n", -1));
  }

  private static String column(String line, int number) {
    return line.split("\t", -1)[number];
  }

  @Test
  void isWhatParallelWrites() throws Exception {
    story.ended(1500, "one", 0, 250, Story.OK);

    assertThat(lines())
        .containsExactly(
            "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand",
            "1\t:\t1795000001.250\t     0.250\t0\t0\t0\t0\techo item 0",
            "");
  }

  @Test
  void eachInstanceHasANumberForAllOfItsAttempts() throws Exception {
    story
        .ended(1, "one", 0, 1, Story.OK)
        .activated(2, "many", 3)
        .ended(3, "many", 2, 1, 1, new Outcome.Exited(9, "exit code 9"), true)
        .ended(4, "many", 0, 1, Story.OK)
        .ended(5, "many", 2, 2, 1, Story.OK, false);

    assertThat(lines().subList(1, 5))
        .extracting(line -> column(line, 0) + " " + column(line, 6))
        .containsExactly("1 0", "4 9", "2 0", "4 0");
  }

  @Test
  void everyEndThatIsNotGoodShowsInExitvalOrSignal() throws Exception {
    var failed = new Outcome.Exited(3, "exit code 3");
    List<Outcome> outcomes =
        List.of(
            failed,
            new Outcome.Exited(0, "exit code 0, while tasks still needed it"),
            new Outcome.Crashed("killed by SIGKILL"),
            new Outcome.Failed("it threw"),
            new Outcome.OutOfMemory("no memory"),
            new Outcome.FailedToStart("no such program"),
            new Outcome.TimedOut(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            new Outcome.NotReady("not ready"),
            new Outcome.WorkerLost("its worker died"),
            new Outcome.Cancelled("stopped by SIGINT"),
            new Outcome.PipelineFailed("another failed", failed));
    for (Outcome outcome : outcomes) {
      story.ended(1, "one", 0, 1, outcome);
    }

    assertThat(lines().subList(1, outcomes.size() + 1))
        .extracting(line -> column(line, 6) + " " + column(line, 7))
        .containsExactly(
            "3 0", "1 0", "0 9", "1 0", "1 0", "127 0", "-1 15", "-1 15", "0 9", "-1 15", "3 0");
  }

  @Test
  void theSignalIsThatOfTheCommand() throws Exception {
    var ran = Story.ran(story.plan.task(0), 0, 1, "x", 1, 0, 5_000_000, 11);
    story.ended(5, "one", 0, 1, 1, new Outcome.Crashed("killed by SIGSEGV"), false, ran);

    assertThat(lines().get(1)).contains("\t0\t11\techo x");
  }

  @Test
  void aLineFeedInACommandDoesNotEndTheLine() throws Exception {
    var ran = story.ran("one", 0, "a\nb\tc\ud800d", 1, 0, 5_000_000);
    story.ended(5, "one", 0, 1, 1, Story.OK, false, ran);

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(1)).endsWith("\techo a\0b\tc?d");
  }

  @Test
  void whatNeverRanIsACommentToAShell() throws Exception {
    story
        .ended(1, "many", 1, 1, 0, new Outcome.FailedToStart("no value"), false, null)
        .ended(2, "many", 2, 0, 0, new Outcome.Cancelled("never begun"), false, null);

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(1)).endsWith("\t127\t0\t# many[1]");
  }
}
