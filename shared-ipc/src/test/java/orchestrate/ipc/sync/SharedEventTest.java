package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.WaitStrategy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedEventTest {
  private static final String STRATEGIES = "orchestrate.ipc.testing.InProcess#strategies";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void setReleasesAllWhoWaitAlsoIfClearedAtOnce(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedEvent one = (SharedEvent) process.make(ObjectKind.EVENT, 0);
      SharedEvent two = (SharedEvent) process.openForTwo(ObjectKind.EVENT, 0);
      Running<Boolean> first = InProcess.start(() -> one.await(Duration.ofHours(1)));
      Running<Boolean> second = InProcess.start(() -> two.await(Duration.ofHours(1)));
      Eventually.await(() -> one.waiting().size() == 2);
      one.set();
      two.clear();
      assertThat(first.result().get()).isTrue();
      assertThat(second.result().get()).isTrue();
      assertThat(two.isSet()).isFalse();
      assertThat(one).hasToString("event 'x' (not set, 0 waiting)");
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void aSetEventIsNotWaitedFor(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedEvent event = (SharedEvent) process.make(ObjectKind.EVENT, 0);
      event.set();
      event.set();
      event.await();
      event.clear();
      assertThat(event.await(Duration.ofMillis(5))).isFalse();
      assertThat(event.waiting()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(STRATEGIES)
  void interruptionEndsTheWait(WaitStrategy strategy) throws Exception {
    try (InProcess process = new InProcess(folder, strategy)) {
      SharedEvent event = (SharedEvent) process.make(ObjectKind.EVENT, 0);
      Running<Boolean> waiter = InProcess.start(() -> event.await(Duration.ofHours(1)));
      Eventually.await(() -> event.waiting().size() == 1);
      waiter.thread().interrupt();
      assertThatThrownBy(() -> waiter.result().get())
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(event.waiting()).isEmpty();
    }
  }
}
