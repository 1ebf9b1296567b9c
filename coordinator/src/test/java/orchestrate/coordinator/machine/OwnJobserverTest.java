package orchestrate.coordinator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real named pipe. */
class OwnJobserverTest {
  @TempDir Path folder;

  private static int inPipe(Path fifo) throws IOException {
    try (var in = new FileInputStream(fifo.toFile())) {
      return in.available();
    }
  }

  @Test
  void hasATokenForEachSlotButOneAndMakesUpForLostOnes() throws Exception {
    Path fifo = folder.resolve("fifo");
    try (OwnJobserver jobserver = OwnJobserver.create(fifo, 4);
        TokenPool tokens = jobserver.open()) {
      assertThat(jobserver.address()).isEqualTo("fifo:" + fifo);
      assertThat(inPipe(fifo)).isEqualTo(3);

      TokenPool.Token held = tokens.take();
      TokenPool.Token lost = tokens.take();
      assertThat(inPipe(fifo)).isOne();
      jobserver.mend(1, false);
      assertThat(inPipe(fifo)).isEqualTo(2);

      lost.giveBack(); // It wasn't lost: then there is one too many, for a while.
      jobserver.mend(1, true);
      assertThat(inPipe(fifo)).isEqualTo(3);
      jobserver.mend(1, false);
      assertThat(inPipe(fifo)).isEqualTo(2);
      held.giveBack();
      jobserver.mend(0, false);
      assertThat(inPipe(fifo)).isEqualTo(3);
    }
  }

  @Test
  void tokensGoBackAsTheyCame() throws Exception {
    Path fifo = folder.resolve("fifo");
    try (OwnJobserver jobserver = OwnJobserver.create(fifo, 1);
        TokenPool tokens = jobserver.open();
        var other = new RandomAccessFile(fifo.toFile(), "rw")) {
      assertThat(inPipe(fifo)).isZero();
      other.write('x');
      tokens.take().giveBack();
      assertThat(other.read()).isEqualTo('x');
    }
  }

  /** The thread that waits in vain for a token can be stopped, and is not in the way of others. */
  @Test
  void waitingForATokenEndsWithTheRun() throws Exception {
    Path fifo = folder.resolve("fifo");
    var said = new LinkedBlockingQueue<String>();
    var woken = new Semaphore(0);
    try (OwnJobserver jobserver = OwnJobserver.create(fifo, 2)) {
      try (var gate = new TokenGate(jobserver.open(), woken::release, said::add, System::nanoTime)) {
        gate.want(2);
        woken.acquire();
        gate.want(2);
        assertThat(gate.limit()).isEqualTo(2);
        gate.want(3); // and will not get it
        gate.want(1);
        woken.acquire(); // it got the one that it gave back
        gate.want(3);
        assertThat(gate.isAsking()).as("its thread waits for another").isTrue();
      }
      assertThat(inPipe(fifo)).isOne();
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aPathThatMakeflagsCantNameIsRefused() throws Exception {
    Path spaced = Files.createDirectory(folder.resolve("a b"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> OwnJobserver.create(spaced.resolve("fifo"), 2))
        .withMessageContaining("XDG_RUNTIME_DIR");
  }
}
