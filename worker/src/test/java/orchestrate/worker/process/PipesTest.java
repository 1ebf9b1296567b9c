package orchestrate.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipesTest {
  private final Pipes pipes = new Pipes();

  /** A lane that wants to join its command with others. */
  private final class Lane {
    private final FutureTask<PipeEnds> joined;
    private final Thread thread;

    Lane(@Nullable String stdin, @Nullable String stdout) {
      joined = new FutureTask<>(() -> pipes.join(stdin, stdout));
      thread = Thread.ofPlatform().start(joined);
    }

    Lane awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      return this;
    }

    void interrupt() throws Exception {
      thread.interrupt();
      thread.join();
      assertThatThrownBy(joined::get).hasCauseInstanceOf(InterruptedException.class);
    }

    PipeEnds ends() throws Exception {
      return joined.get();
    }
  }

  /** By another descriptor: those of the lanes are not for Java's streams. */
  private static void write(PipeEnds ends, int value) throws IOException {
    try (var stream = new FileOutputStream("/proc/self/fd/" + ends.stdout())) {
      stream.write(value);
    }
  }

  private static int read(PipeEnds ends) throws IOException {
    try (var stream = new FileInputStream("/proc/self/fd/" + ends.stdin())) {
      return stream.read();
    }
  }

  @Test
  void whoIsJoinedWithNobodyWaitsForNobody() throws Exception {
    PipeEnds usual = pipes.join(null, null);
    assertThat(usual.hasStdin()).isFalse();
    assertThat(usual.hasStdout()).isFalse();
  }

  @Test
  void joinsAChainWhoeverComesFirst() throws Exception {
    Lane middle = new Lane("a", "b").awaitWaiting();
    Lane last = new Lane("b", null).awaitWaiting();
    try (PipeEnds first = pipes.join(null, "a")) {
      write(first, 1);
    }
    try (PipeEnds ends = middle.ends()) {
      assertThat(read(ends)).isEqualTo(1);
      assertThat(read(ends)).as("the writer has closed it").isEqualTo(-1);
      write(ends, 2);
    }
    try (PipeEnds ends = last.ends()) {
      assertThat(read(ends)).isEqualTo(2);
    }
  }

  @Test
  void whoIsInterruptedLeavesNothingBehind() throws Exception {
    Lane first = new Lane(null, "a").awaitWaiting();
    Lane middle = new Lane("a", "b");
    try (PipeEnds ends = first.ends()) {
      middle.awaitWaiting().interrupt();
      assertThatThrownBy(() -> write(ends, 1)).hasMessage("Broken pipe");
    }
    new Lane(null, "b").awaitWaiting().interrupt();

    Lane next = new Lane("b", null).awaitWaiting();
    try (PipeEnds writer = pipes.join(null, "b");
        PipeEnds reader = next.ends()) {
      write(writer, 3);
      assertThat(read(reader)).isEqualTo(3);
    }
  }
}
