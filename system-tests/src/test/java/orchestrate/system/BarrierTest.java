package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that meet at a barrier run at the same time, and none waits for one that won't come. */
class BarrierTest {
  private static final String MEET =
      """
      Path log = context.resolve(Path.of("java." + context.instance() / 2));
      Files.writeString(log, "came\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      context.barrier("java").await();
      Files.writeString(log, "met\\n", StandardOpenOption.APPEND);
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void partiesMeet() throws Exception {
    folder
        .task("Meet", "", MEET)
        .job(
            """
            version: "1"
            barriers: { java: 2, start: 2, both: 2 }
            tasks:
              java: { for-each: { range: 1..40 }, java: Meet.java, meets: java }
              quick: { for-each: { range: 1..20 }, run: "true", meets: start }
              slow:
                for-each: { range: 1..20 }
                run: "echo $$ >> slow; read -r x y rest < /proc/self/stat"
                meets: start
              left: { run: "touch left; while ! test -e right; do sleep 0.01; done", meets: both }
              right: { run: "touch right; while ! test -e left; do sleep 0.01; done", meets: both }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    for (int pair = 0; pair < 20; pair++) {
      assertThat(folder.lines("java." + pair)).containsExactly("came", "came", "met", "met");
    }
    assertThat(folder.lines("slow")).hasSize(20);
  }

  @Test
  void onePartyThatFailsBreaksTheOthers() throws Exception {
    folder
        .task("Wait", "String at", "context.barrier(at).await();")
        .task("Fail", "", "throw new IOException(\"no strength left\");")
        .task("Die", "", "Runtime.getRuntime().halt(1);")
        .job(
            """
            version: "1"
            barriers: { fails: 2, dies: 2, skipped: 2 }
            tasks:
              waits: { java: Wait.java, with: { at: fails }, meets: fails }
              fails: { java: Fail.java, meets: fails }
              mourns: { java: Wait.java, with: { at: dies }, meets: dies }
              dies: { java: Die.java, meets: dies }
              bad: { run: "false" }
              skipped: { needs: bad, run: "true", meets: skipped }
              alone: { run: "true", meets: skipped }
              after: { run: "echo after > after" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.has("after")).isTrue();
    assertThat(result.output())
        .contains("FAILED fails: java.io.IOException: no strength left")
        .containsPattern("FAILED waits: .*barrier.*fails")
        .contains("FAILED dies: worker ")
        .containsPattern("FAILED mourns: .*barrier.*dies")
        .containsPattern("FAILED alone: barrier skipped needs 2 parties and only 1 (is|are) left")
        .contains("skipped  skipped: needs bad, which failed");
  }

  /** A command waits before it starts: what waited in vain has done nothing, and tries again. */
  @Test
  void aCommandIsTriedAgainThatWaitedInVain() throws Exception {
    folder
        .job(
            """
            version: "1"
            barriers: { start: 2 }
            tasks:
              stumbles: { java: Meets.java, meets: start, retry: 1 }
              waits: { run: "echo $ORCHESTRATE_ATTEMPT >> started", meets: start, retry: 1 }
            """)
        .task(
            "Meets",
            "",
            """
            if (context.attempt() == 1) {
              throw new IOException("stumbled");
            }
            context.barrier("start").await();
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("waits     attempt 1: barrier 'start' is broken.*; trying again");
    assertThat(folder.lines("started")).containsExactly("2");
  }

  /** After a broken meeting the next parties meet as if nothing had happened. */
  @Test
  void theNextPartyFindsTheBarrierWhole() throws Exception {
    folder
        .task(
            "Meet",
            "",
            """
            if (context.instance() == 0 && context.attempt() == 1) {
              throw new IOException("stumbled");
            }
            context.barrier("java").await();
            """)
        .job(
            """
            version: "1"
            barriers: { java: 2 }
            tasks:
              meet: { for-each: { range: 1..10 }, java: Meet.java, meets: java, retry: 1 }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
