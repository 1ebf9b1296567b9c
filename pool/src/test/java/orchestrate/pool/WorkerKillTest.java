package orchestrate.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of a worker, at any moment: every future has its end, and nearly all a result.
 */
@Tag("thorough")
@Timeout(value = 60, unit = TimeUnit.MINUTES) // for the long form; each wait has its own
class WorkerKillTest {
  private static final int ROUNDS = Integer.getInteger("orchestrate.pool.rounds", 10);
  private static final int TASKS = 40;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private static int work(int number) {
    LockSupport.parkNanos(1_000_000);
    return number * number;
  }

  @Test
  void losesNoMoreThanTheOneThatRan(TestReporter reporter) throws Exception {
    int lost = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int retries = round % 2;
      try (ProcessPool pool = ProcessPool.builder().workers(2).retries(retries).build()) {
        pool.submit(() -> 0).get(30, TimeUnit.SECONDS);
        List<PoolFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
          int number = i;
          all.add(pool.submit(() -> work(number)));
        }
        LockSupport.parkNanos(random.nextInt(30_000_000));
        List<ProcessHandle> workers = pool.processes();
        workers.get(random.nextInt(workers.size())).destroyForcibly();

        int failures = failures(all);
        assertThat(failures).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(1 - retries);
        lost += failures;
      }
    }
    reporter.publishEntry(
        "%d kills, each among %d tasks: %d tasks failed, of those without retries"
            .formatted(ROUNDS, TASKS, lost));
  }

  private static int failures(List<PoolFuture<Integer>> all) throws Exception {
    int failures = 0;
    for (int i = 0; i < all.size(); i++) {
      try {
        assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i * i);
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOf(WorkerLostException.class)
            .hasMessageContaining("was killed by SIGKILL");
        failures++;
      }
    }
    return failures;
  }

  /** Kills the worker that it is in, or that it is told of, when it is written. */
  private static final class Deadly implements Serializable {
    private static final long serialVersionUID = 1;

    private final long victim;
    private final boolean inWorkersOnly;

    Deadly(long victim, boolean inWorkersOnly) {
      this.victim = victim;
      this.inWorkersOnly = inWorkersOnly;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (!inWorkersOnly || isWorker) {
        kill(victim == 0 ? ProcessHandle.current().pid() : victim);
      }
      out.defaultWriteObject();
    }
  }

  private static boolean isWorker;

  private static void kill(long pid) {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whileItsTaskIsWritten() throws Exception {
    try (ProcessPool pool = ProcessPool.of(1)) {
      pool.submit(() -> 0).get(30, TimeUnit.SECONDS);
      var deadly = new Deadly(pool.processes().getFirst().pid(), false);
      assertThat(pool.submit(() -> deadly.victim).get(30, TimeUnit.SECONDS))
          .isEqualTo(deadly.victim);
    }
  }

  @Test
  void whileTheResultIsWritten() throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).initializer(() -> isWorker = true).build()) {
      PoolFuture<Object> deadly = pool.submit(() -> new Deadly(0, true));
      PoolFuture<Object> large =
          pool.submit(() -> List.of(new byte[1_000_000], new Deadly(0, true)));
      PoolFuture<Integer> other = pool.submit(() -> 1);
      for (PoolFuture<Object> lost : List.of(deadly, large)) {
        assertThatThrownBy(() -> lost.get(30, TimeUnit.SECONDS))
            .cause()
            .isInstanceOf(WorkerLostException.class);
      }
      assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      try (var files = Files.list(pool.session().folder())) {
        assertThat(files.map(Path::toString))
            .as("half a value")
            .noneMatch(f -> f.contains("value"));
      }
    }
  }

  @Test
  void beforeItTakesCalls() throws Exception {
    try (ProcessPool pool = ProcessPool.of(1)) {
      PoolFuture<Integer> waits = pool.submit(() -> 1);
      while (pool.processes().isEmpty()) {
        Thread.sleep(1);
      }
      pool.processes().getFirst().destroyForcibly();
      assertThat(waits.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  /** Also when it is at its end already. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileThePoolShutsDown(boolean busy) throws Exception {
    for (int round = 0; round < Math.max(3, ROUNDS / 10); round++) {
      ProcessPool pool = ProcessPool.builder().workers(2).retries(1).build();
      List<PoolFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        int number = i;
        all.add(pool.submit(() -> work(number)));
      }
      all.getFirst().get(30, TimeUnit.SECONDS);
      if (!busy) {
        assertThat(failures(all)).isZero();
      }
      pool.shutdown();
      pool.processes().stream().findFirst().ifPresent(ProcessHandle::destroyForcibly);
      assertThat(failures(all)).isZero();
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(pool.processes()).isEmpty();
    }
  }

  /** A chunk of a map is a task like any other. */
  @Test
  void whileItMaps() {
    try (ProcessPool pool = ProcessPool.builder().workers(2).retries(2).build()) {
      var got = new ArrayList<Integer>();
      pool.map(numbers(300), WorkerKillTest::work, 3)
          .forEach(
              result -> {
                got.add(result);
                if (got.size() % 100 == 50) {
                  pool.processes().getFirst().destroyForcibly();
                }
              });
      assertThat(got).isEqualTo(numbers(300).stream().map(i -> i * i).toList());
    }
  }

  private static List<Integer> numbers(int count) {
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}
