package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short tasks wait in the lanes that will run them. Whatever happens to a lane, those that it has
 * not begun with come to no harm.
 *
 * <p>Each run has two lanes. When an item is said to block, all before it have made the lanes'
 * queues deep.
 */
@Tag("thorough")
class LaneQueueTest {
  private static final int ITEMS = 2000;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /**
   * A fan-out whose items note that they run, and with which attempt.
   *
   * @param special what some items do after that
   */
  private void job(String keys, String special) throws Exception {
    folder
        .task(
            "Work",
            "int item",
            """
            Files.writeString(context.resolve(Path.of("ran")), item + " " + context.attempt() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            %s
            }
            static void block(TaskContext context, int item) throws Exception {
              Files.writeString(context.resolve(Path.of("blocked" + item)),
                  "" + ProcessHandle.current().pid());
              while (Files.notExists(context.resolve(Path.of("go")))) {
                Thread.sleep(5);
              }
            """
                .formatted(special))
        .job(
            """
            version: "1"
            tasks:
              work:
                for-each: { range: 1..%d, as: item }
                java: Work.java
                with: { item: "${{ item }}" }
                %s
            """
                .formatted(ITEMS, keys));
  }

  private long awaitBlocked(int item) throws Exception {
    String file = "blocked" + item;
    Await.until(file, () -> path.resolve(file).toFile().length() > 0);
    return Long.parseLong(folder.text(file));
  }

  private long blocked() {
    try (var files = Files.list(path)) {
      return files.filter(file -> file.getFileName().toString().startsWith("blocked")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> allOnce() {
    return IntStream.rangeClosed(1, ITEMS).mapToObj(item -> item + " 1").toList();
  }

  @Test
  void aKilledWorkerLosesOnlyWhatItWasAt() throws Exception {
    job(
        "retry: 1",
        "if (item > 1500 && item <= 1502 && context.attempt() == 1) block(context, item);");

    try (Orchestrate orchestrate = folder.start()) {
      long killed = awaitBlocked(1501);
      awaitBlocked(1502);
      Orchestrate.signal(killed, "KILL");
      Await.until("the loss", () -> orchestrate.output().contains("was killed by SIGKILL"));
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.output()).isZero();
    }
    assertThat(folder.lines("ran")).contains("1501 2");
    assertThat(folder.lines("ran").stream().filter(line -> !line.equals("1501 2")))
        .containsExactlyInAnyOrderElementsOf(allOnce());
  }

  @Test
  void whatWaitsBehindAStuckOneMovesToTheOtherLane() throws Exception {
    job(
        "",
        """
        if (item == 1501) block(context, item);
        if (item == %d) Files.createFile(context.resolve(Path.of("go")));
        """
            .formatted(ITEMS));

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("ran")).containsExactlyInAnyOrderElementsOf(allOnce());
  }

  @Test
  void whatWaitsIsNeverRunOnceTheRunIsCancelled() throws Exception {
    job("", "if (item > 1500) block(context, item);");

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("a blocked item in each lane", () -> blocked() == 2);
      orchestrate.signal("INT");
      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
    }
    assertThat(folder.lines("ran")).hasSize(1502).doesNotHaveDuplicates();
    assertThat(folder.result().get("tasks").get(0).get("succeeded").asInt()).isEqualTo(1500);
  }

  @Test
  void timeSpentWaitingInALaneDoesNotCount() throws Exception {
    job("timeout: 4s", "if (item > 1500 && item <= 1502) block(context, item);");

    Orchestrate.Result result = folder.run();

    assertThat(result.output())
        .contains("FAILED work[1500] (1501): timed out")
        .contains("FAILED work[1501] (1502): timed out")
        .contains("work  failed, 1998 of 2000 items");
    assertThat(folder.lines("ran")).containsExactlyInAnyOrderElementsOf(allOnce());
  }

  @Test
  void aTaskThatEndsItsWorkerTakesNobodyAlong() throws Exception {
    job(
        "",
        """
        switch (item) {
          case 1501 -> System.exit(3);
          case 1601 -> Runtime.getRuntime().halt(4);
          case 1701 -> throw new StackOverflowError();
          default -> {}
        }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output())
        .containsPattern("FAILED work\\[1500] \\(1501\\): System\\.exit\\(3\\) was called")
        .containsPattern("FAILED work\\[1600] \\(1601\\): worker \\d+ exited with code 4")
        .contains("FAILED work[1700] (1701): java.lang.StackOverflowError; its worker was replaced")
        .contains("work  failed, 1997 of 2000 items");
    assertThat(folder.lines("ran")).containsExactlyInAnyOrderElementsOf(allOnce());
  }
}
