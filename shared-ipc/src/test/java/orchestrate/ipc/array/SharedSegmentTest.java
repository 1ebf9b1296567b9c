package orchestrate.ipc.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.testing.Passed;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSegmentTest {
  @TempDir Path base;
  private Session session;
  private Session other;

  @BeforeEach
  void open() throws Exception {
    session = Session.create(base.resolve("s"), "one");
    other = Session.open(base.resolve("s"), "two");
  }

  @AfterEach
  void close() throws Exception {
    other.close();
    session.close();
  }

  @Test
  void whatOneWritesTheOtherSees() {
    SharedBytes bytes = session.bytes("bytes", 5);
    SharedInts ints = session.ints("ints", 5);
    SharedLongs longs = session.longs("longs", 5);
    SharedDoubles doubles = session.doubles("doubles", 5);
    assertThat(bytes.get(4) + ints.get(4) + longs.get(4) + doubles.get(4)).isZero();
    bytes.set(4, (byte) -1);
    ints.set(4, -2);
    longs.set(4, Long.MIN_VALUE);
    doubles.set(4, 0.5);
    bytes.setRelease(0, (byte) 7);
    ints.setRelease(0, 8);
    longs.setRelease(0, 9);
    doubles.setRelease(0, 10);
    assertThat(other.findBytes("bytes").get(4)).isEqualTo((byte) -1);
    assertThat(other.findInts("ints").get(4)).isEqualTo(-2);
    assertThat(other.findLongs("longs").get(4)).isEqualTo(Long.MIN_VALUE);
    assertThat(other.findDoubles("doubles").get(4)).isEqualTo(0.5);
    assertThat(other.findBytes("bytes").getAcquire(0)).isEqualTo((byte) 7);
    assertThat(other.findInts("ints").getAcquire(0)).isEqualTo(8);
    assertThat(other.findLongs("longs").getAcquire(0)).isEqualTo(9);
    assertThat(other.findDoubles("doubles").getAcquire(0)).isEqualTo(10);
  }

  @Test
  void inBulk() {
    SharedInts ints = session.ints("ints", 10);
    ints.fill(3);
    ints.copyFrom(new int[] {1, 2}, 8);
    int[] all = new int[10];
    other.findInts("ints").copyTo(0, all);
    assertThat(all).containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 1, 2);
    assertThatThrownBy(() -> ints.copyFrom(new int[2], 9))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ints.copyTo(-1, all)).isInstanceOf(IndexOutOfBoundsException.class);
    SharedBytes bytes = session.bytes("bytes", 3);
    bytes.fill((byte) 5);
    assertThat(bytes.segment().mismatch(MemorySegment.ofArray(new byte[] {5, 5, 5}))).isEqualTo(-1);
    SharedDoubles doubles = session.doubles("doubles", 2);
    doubles.copyFrom(new double[] {0.25, 0.75}, 0);
    double[] two = new double[2];
    other.findDoubles("doubles").copyTo(0, two);
    assertThat(two).containsExactly(0.25, 0.75);
    SharedLongs longs = session.longs("longs", 4);
    assertThat(longs.segment().address() % 64).isZero();
    assertThat(longs.segment().byteSize()).isEqualTo(32);
    longs.segment().setAtIndex(JAVA_LONG, 3, 6);
    assertThat(other.findLongs("longs").get(3)).isEqualTo(6);
  }

  @Test
  void nothingBesideTheElementsCanBeReached() {
    SharedLongs longs = session.longs("longs", 4);
    for (long index : List.of(-1L, 4L, Long.MAX_VALUE, 1L << 61)) {
      assertThatThrownBy(() -> longs.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> longs.set(index, 1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> longs.getAndAdd(index, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aMismatchShowsBothSides() {
    session.longs("x", 4);
    assertThatThrownBy(() -> other.longs("x", 5))
        .isInstanceOf(LayoutException.class)
        .hasMessageEndingWith("found segment of 4 longs, asked for segment of 5 longs");
    assertThatThrownBy(() -> other.doubles("x", 4))
        .hasMessageEndingWith("found segment of 4 longs, asked for segment of 4 doubles");
    assertThatThrownBy(() -> other.findInts("x"))
        .isInstanceOf(LayoutException.class)
        .hasMessageEndingWith("found segment 'x' (4 longs), asked for SharedInts");
    assertThatThrownBy(() -> session.ints("y", 0))
        .hasMessageStartingWith("a segment of 0 ints: from 1 to ");
  }

  @Test
  void afterCloseThereIsAnExceptionAndNoCrash() throws Exception {
    SharedLongs longs = other.longs("longs", 4);
    MemorySegment memory = longs.segment();
    other.close();
    assertThatThrownBy(() -> longs.get(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> longs.compareAndSet(0, 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.getAtIndex(JAVA_LONG, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void processesCountInOneCellAndNothingIsLostThoughOneIsKilled() throws Exception {
    SharedLongs longs = session.longs("longs", 3);
    SharedInts ints = session.ints("ints", 1);
    int rounds = 100_000;
    Passed.Call count =
        () -> {
          for (int i = 0; i < rounds; i++) {
            longs.getAndAdd(0, 1);
            int seen;
            do {
              seen = ints.getAcquire(0);
            } while (!ints.compareAndSet(0, seen, seen + 1));
          }
          return "done";
        };
    try (Peer one = Peer.join(session.folder(), "p");
        Peer two = Peer.join(session.folder(), "q");
        Peer killed = Peer.join(session.folder(), "k")) {
      killed.tell(
          Passed.call(
              () -> {
                while (true) {
                  longs.set(1, longs.get(1) + 1);
                  longs.setRelease(2, longs.get(1));
                }
              }));
      one.tell(Passed.call(count));
      two.tell(Passed.call(count));
      while (longs.getAcquire(2) == 0) {
        Thread.onSpinWait();
      }
      killed.kill();
      assertThat(one.reply()).isEqualTo("done");
      assertThat(two.reply()).isEqualTo("done");
    }
    assertThat(longs.get(0)).isEqualTo(2L * rounds);
    assertThat(ints.get(0)).isEqualTo(2 * rounds);
    assertThat(longs.get(1) - longs.get(2)).isBetween(0L, 1L);
  }

  @Test
  void beyondTwoGibibytes() throws Exception {
    long length = (1L << 31) + 100;
    FileStore store = Files.getFileStore(base);
    assumeTrue(!store.type().equals("tmpfs") && store.getUsableSpace() > 2 * length, "no room");
    SharedBytes bytes = session.bytes("large", length);
    bytes.set(length - 1, (byte) 9);
    assertThat(other.findBytes("large").get(length - 1)).isEqualTo((byte) 9);
    assertThat(other.findBytes("large").get(1L << 31)).isZero();
  }
}
