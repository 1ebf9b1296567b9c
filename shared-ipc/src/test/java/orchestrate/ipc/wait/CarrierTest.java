package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A virtual thread that waits leaves its carrier to others. */
class CarrierTest {
  @Test
  void oneCarrierIsEnough() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-Dorchestrate.wait=strict",
                "-cp",
                System.getProperty("java.class.path"),
                OneCarrier.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(output.strip()).isEqualTo("10 woke");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Ten wait for the eleventh; were the carrier pinned, it would never run. */
  static final class OneCarrier {
    private static final VarHandle INT = JAVA_INT.varHandle();

    public static void main(String[] args) throws InterruptedException {
      MemorySegment words = Arena.global().allocate(64, 64);
      Thread[] waiters = new Thread[10];
      for (int i = 0; i < waiters.length; i++) {
        waiters[i] = Thread.ofVirtual().start(() -> awaitChange(words));
      }
      Thread.ofVirtual()
          .start(
              () -> {
                INT.setVolatile(words, 0L, 1);
                WaitStrategy.current().wake(words, 0, Integer.MAX_VALUE);
              });
      for (Thread waiter : waiters) {
        waiter.join();
      }
      System.out.println(waiters.length + " woke");
    }

    private static void awaitChange(MemorySegment words) {
      try {
        while ((int) INT.getVolatile(words, 0L) == 0) {
          WaitStrategy.current().await(words, 0, 0, Deadline.never());
        }
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
    }
  }
}
