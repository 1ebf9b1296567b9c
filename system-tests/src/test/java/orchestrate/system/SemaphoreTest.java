package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Never more tasks hold a semaphore than it has permits, commands and Java tasks together. */
class SemaphoreTest {
  @TempDir Path path;

  @Test
  void neverMoreInsideThanPermits() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Visit",
            "boolean takes",
            """
            Path visits = context.resolve(Path.of("visits"));
            if (takes) {
              context.semaphore("room").acquire();
            }
            Files.writeString(visits, "+1\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Thread.sleep(2);
            Files.writeString(visits, "-1\\n", StandardOpenOption.APPEND);
            if (takes) {
              context.semaphore("room").release();
            }
            """)
        .job(
            """
            version: "1"
            semaphores: { room: 3, lock: 1 }
            tasks:
              java: { for-each: { range: 1..40 }, java: Visit.java, with: { takes: false }, acquire: room }
              wide: { for-each: { range: 1..10 }, run: "echo +3 >> visits; echo -3 >> visits", acquire: { room: 3 } }
              two: { for-each: { range: 1..10 }, run: "echo +2 >> visits; echo -2 >> visits", acquire: { room: 2 } }
              inside: { for-each: { range: 1..20 }, java: Visit.java, with: { takes: true } }
              alone: { for-each: { range: 1..20 }, run: "echo + >> alone; echo - >> alone", acquire: [lock] }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "4");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isBetween(2, 3);
    assertThat(folder.lines("alone")).hasSize(40);
    for (int i = 0; i < 40; i++) {
      assertThat(folder.lines("alone").get(i)).isEqualTo(i % 2 == 0 ? "+" : "-");
    }
  }

  /**
   * The coordinator gives back what a dead worker's task held; the kernel what its own code took.
   */
  @Test
  void theDeadHoldNothing() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Die",
            "",
            """
            context.semaphore("mine").acquire();
            Runtime.getRuntime().halt(1);
            """)
        .job(
            """
            version: "1"
            semaphores: { lock: 1, mine: 1 }
            tasks:
              die: { java: Die.java, acquire: lock }
              next: { run: "echo next > next", acquire: [lock, mine] }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(folder.resultOf("die")).isEqualTo("failed");
    assertThat(folder.resultOf("next")).as(result.output()).isEqualTo("ok");
  }
}
