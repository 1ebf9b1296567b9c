package orchestrate.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import orchestrate.ipc.sync.SharedBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a pool outlives the program that has it. */
@Timeout(60)
class CallerKillTest {
  /** Has a pool whose tasks have started other processes; says who they all are. */
  static final class Program {
    public static void main(String[] arguments) throws Exception {
      ProcessPool pool = ProcessPool.of(2);
      SharedBarrier both = pool.session().barrier("both", 2);
      List<PoolFuture<long[]>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(
            pool.submit(
                () -> {
                  both.await(); // so that the other one is in another worker
                  Process child = new ProcessBuilder("sleep", "1000").start();
                  return new long[] {ProcessHandle.current().pid(), child.pid()};
                }));
      }
      var line = new StringBuilder(pool.session().folder().toString());
      for (PoolFuture<long[]> each : all) {
        line.append(' ').append(each.get()[0]).append(' ').append(each.get()[1]);
      }
      PoolFuture<?> running =
          pool.submit(
              () -> {
                Thread.sleep(1_000_000);
                return 0;
              });
      System.out.println(line);
      if (arguments[0].equals("exit")) {
        System.exit(0);
      }
      running.get();
    }
  }

  private static Process start(String how) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            how)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "exit"})
  void leavesNothing(String how) throws Exception {
    Process program = start(how);
    List<ProcessHandle> all = new ArrayList<>();
    Path session;
    try (BufferedReader out = program.inputReader()) {
      String[] said = out.readLine().split(" ", -1);
      session = Path.of(said[0]);
      for (int i = 1; i < said.length; i++) {
        ProcessHandle.of(Long.parseLong(said[i])).ifPresent(all::add);
      }
    }
    if (how.equals("kill")) {
      assertThat(all).as("workers and what they started").hasSize(4);
      program.destroyForcibly();
    }
    program.waitFor();
    for (ProcessHandle each : all) {
      each.onExit().get(30, TimeUnit.SECONDS);
    }
    try (ProcessPool next = ProcessPool.of(1)) {
      next.submit(() -> 1).get();
    }
    assertThat(Files.exists(session)).as("the next pool has swept it").isFalse();
  }

  @Test
  void isNoHurryToEnd() throws Exception {
    ProcessPool pool = ProcessPool.of(1);
    Path session = pool.session().folder();
    pool.close();
    assertThat(session).doesNotExist();
  }
}
