package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.FutexWait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedCounterTest {
  private static final int ROUNDS = 20_000;

  @TempDir Path folder;

  @Test
  void itStartsWhereItWasTold() throws IOException {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedCounter counter = make(process, Long.MIN_VALUE);
      assertThat(counter.decrementAndGet()).isEqualTo(Long.MAX_VALUE);
      assertThat(counter).hasToString("counter 'x' (9223372036854775807)");
    }
  }

  @Test
  void noStepIsLost() throws Exception {
    try (InProcess process = new InProcess(folder, new FutexWait())) {
      SharedCounter one = make(process, 0);
      SharedCounter two = (SharedCounter) process.openForTwo(ObjectKind.COUNTER, 0);
      Running<Void> other = InProcess.start(() -> steps(two));
      steps(one);
      other.result().get();
      assertThat(one.get()).isEqualTo(2L * ROUNDS * (1 + 2 + 3 + 4 + 5 - 1));
    }
  }

  private static Void steps(SharedCounter counter) {
    for (int i = 0; i < ROUNDS; i++) {
      counter.increment();
      counter.add(2);
      counter.getAndUpdate(x -> x + 3);
      counter.accumulateAndGet(4, Long::sum);
      counter.getAndAccumulate(5, Long::sum);
      counter.updateAndGet(x -> x - 1);
    }
    return null;
  }

  private static SharedCounter make(InProcess process, long initial) throws IOException {
    return (SharedCounter) process.make(ObjectKind.COUNTER, initial);
  }
}
