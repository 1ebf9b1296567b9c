package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The coordinator is killed at any moment: then nothing of its run lives on, and the next run
 * clears away its shared memory. {@code -Dorchestrate.kill.rounds=200} kills it more often.
 */
class CoordinatorDeathTest {
  private static final int ROUNDS = Integer.getInteger("orchestrate.kill.rounds", 10);
  private static final int LONGEST_LIFE_MS = 2500;

  @TempDir Path path;

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS) // for the long form
  void nothingOutlivesIt(TestReporter reporter) throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Busy",
            "",
            """
            new ProcessBuilder("sleep", "604").start();
            Thread.sleep(20);
            """)
        .job(
            """
            version: "1"
            semaphores: { disk: 1 }
            tasks:
              java: { for-each: { range: 1..100000 }, java: Busy.java, acquire: disk }
              command:
                for-each: { range: 1..100000 }
                run: "setsid sleep 604 & trap '' TERM; sleep 604 & sleep 0.05"
              deaf: { run: "trap '' TERM; while :; do sleep 604 || true; done" }
            """);
    long seed = System.nanoTime();
    var random = new Random(seed);
    Duration longest = Duration.ZERO;

    for (int round = 0; round < ROUNDS; round++) {
      List<Path> before = folder.sessions();
      int lifeMs = random.nextInt(LONGEST_LIFE_MS);
      try (Orchestrate orchestrate = folder.start()) {
        Thread.sleep(lifeMs); // Any moment is as good as any other.
        orchestrate.signal("KILL");
        Duration took = untilAllHaveEnded(orchestrate, seed, round, lifeMs);
        longest = Stream.of(longest, took).max(Duration::compareTo).get();
        // A run that has a session of its own has swept those of the dead before.
        if (!before.containsAll(folder.sessions())) {
          assertThat(folder.sessions()).hasSize(1);
        }
      }
    }
    reporter.publishEntry("the last process ended after at most", longest.toMillis() + " ms");

    folder.job("version: \"1\"\ntasks: { next: { run: \"echo works\" } }\n");
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.sessions()).isEmpty();
  }

  private static Duration untilAllHaveEnded(
      Orchestrate orchestrate, long seed, int round, int lifeMs) {
    try {
      return Await.until("the end of everything", () -> orchestrate.processes().isEmpty());
    } catch (AssertionError e) {
      String when = "seed %d, round %d, killed after %d ms".formatted(seed, round, lifeMs);
      throw new AssertionError(when + "; left: " + orchestrate.processes(), e);
    }
  }
}
