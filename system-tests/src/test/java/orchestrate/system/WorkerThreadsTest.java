package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code workers.threads} a worker runs several Java tasks at a time. */
@Tag("thorough")
class WorkerThreadsTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /** All six meet: they could not if fewer than six ran at a time. */
  @Test
  void thatManyTasksRunAtATime() throws Exception {
    folder
        .task(
            "Meet",
            "int number",
            """
            Files.writeString(context.resolve(Path.of("here" + number)),
                "" + ProcessHandle.current().pid());
            System.out.println("number " + number);
            for (int other = 1; other <= 6; other++) {
              while (Files.notExists(context.resolve(Path.of("here" + other)))) {
                Thread.sleep(5);
              }
            }
            """)
        .job(
            """
            version: "1"
            workers: { threads: 3 }
            tasks:
              meet: { for-each: { range: 1..6 }, java: Meet.java, with: { number: "${{ item }}" } }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    var processes = new TreeSet<String>();
    for (int number = 1; number <= 6; number++) {
      processes.add(folder.text("here" + number));
      assertThat(folder.log("meet/" + (number - 1) + ".1.log")).hasContent("number " + number);
    }
    assertThat(processes).hasSize(2);
  }

  @Test
  void whoeverSharesAWorkerWithATaskThatIsKilledBeginsAgain() throws Exception {
    folder
        .deafTask()
        .task(
            "Innocent",
            "",
            """
            while (Files.notExists(context.resolve(Path.of("go")))) {
              Thread.sleep(5);
            }
            System.out.println("attempt " + context.attempt());
            """)
        .job(
            """
            version: "1"
            workers: { threads: 2 }
            tasks:
              deaf: { java: Deaf.java, timeout: 1s }
              innocent: { java: Innocent.java }
            """);

    Orchestrate.Result result;
    try (Orchestrate orchestrate = Orchestrate.start(path, "run", "-j", "1")) {
      Await.until("the kill", () -> orchestrate.output().contains("begins again"));
      folder.file("go", "");
      result = orchestrate.await();
    }

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains(
            "attempt 1 begins again: its worker 1 was killed by orchestrate, because deaf had to"
                + " end and did not stop")
        .containsPattern("FAILED deaf: timed out")
        .endsWith(": 1 ok, 1 failed of 2 tasks\n");
    assertThat(folder.log("innocent.1.log")).hasContent("attempt 1");
  }

  /** The permits that one gives back when it ends are not those of another. */
  @ParameterizedTest
  @ValueSource(strings = {"2", "virtual"})
  void permitsAreThoseOfTheTaskThatTookThem(String threads) throws Exception {
    folder
        .task(
            "Forget",
            "",
            """
            context.semaphore("disk").acquire(1);
            context.latch("held").await();
            """)
        .task(
            "Hold",
            "",
            """
            context.semaphore("disk").acquire(2);
            context.latch("held").countDown();
            while (context.semaphore("disk").availablePermits() == 0) {
              Thread.sleep(5);
            }
            System.out.println("available " + context.semaphore("disk").availablePermits());
            context.semaphore("disk").release(2);
            """)
        .job(
            """
            version: "1"
            workers: { threads: %s }
            semaphores: { disk: 3 }
            latches: { held: 1 }
            tasks:
              forget: { java: Forget.java }
              hold: { java: Hold.java }
            """
                .formatted(threads));

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("hold.1.log")).hasContent("available 1");
    assertThat(folder.log("forget.1.log")).content().contains("the task ended with 1 of");
  }
}
