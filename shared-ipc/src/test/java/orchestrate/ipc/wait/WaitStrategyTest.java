package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class WaitStrategyTest {
  private static final VarHandle INT = JAVA_INT.varHandle();

  static Stream<WaitStrategy> strategies() {
    return Stream.of(new FutexWait(), new PortableWait());
  }

  private final MemorySegment word = Arena.ofAuto().allocate(64);

  @ParameterizedTest
  @MethodSource("strategies")
  void aChangedWordEndsTheWait(WaitStrategy strategy) throws Exception {
    CompletableFuture<Void> changer =
        CompletableFuture.runAsync(
            () -> {
              INT.setVolatile(word, 0L, 1);
              strategy.wake(word, 0, 1);
            });
    while ((int) INT.getVolatile(word, 0L) == 0) {
      strategy.await(word, 0, 0, Deadline.never());
    }
    changer.get();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void theDeadlineEndsTheWait(WaitStrategy strategy) throws Exception {
    Deadline deadline = Deadline.after(Duration.ofMillis(5));
    while (!deadline.expired()) {
      strategy.await(word, 0, 0, deadline);
    }
    assertThat(deadline.waitedOfAllowed()).contains("of 0.005 s allowed");
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void interruptionEndsTheWait(WaitStrategy strategy) {
    Thread waiter = Thread.currentThread();
    Thread.ofVirtual().start(waiter::interrupt);
    assertThatThrownBy(
            () -> {
              while (true) {
                strategy.await(word, 0, 0, Deadline.never());
              }
            })
        .isInstanceOf(InterruptedException.class);
  }
}
