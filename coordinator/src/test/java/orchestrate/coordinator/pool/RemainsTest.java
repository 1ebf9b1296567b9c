package orchestrate.coordinator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RemainsTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  @EnabledOnOs(OS.LINUX)
  void endWithTheLastProcessThatTheRunHasStarted() throws Exception {
    String run = UUID.randomUUID().toString();
    var builder = new ProcessBuilder("cat"); // it ends when its stdin does
    builder.environment().put(PoolSetup.RUN_VARIABLE, run);
    Process left = builder.start();
    try {
      var remains = new Remains(run, List.of(folder.resolve("gone")));
      var aliveAtTheEnd =
          new FutureTask<>(
              () -> {
                remains.awaitEnd();
                return left.isAlive();
              });
      var waiting = new Thread(aliveAtTheEnd);
      waiting.start();
      while (waiting.getState() != Thread.State.TIMED_WAITING
          && waiting.getState() != Thread.State.TERMINATED) {
        Thread.onSpinWait();
      }
      left.getOutputStream().close();

      assertThat(aliveAtTheEnd.get()).isFalse();
    } finally {
      left.destroyForcibly();
    }
  }
}
