package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
  private static final long OFFSET = 3; // elements aren't always aligned

  private record Point(int x, int y) {}

  private enum Color {
    RED,
    GREEN
  }

  private record All(
      boolean a, byte b, short c, char d, int e, long f, float g, double h, Some some) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Some(
      @Nullable String text,
      @Nullable Color color,
      @Nullable Point point,
      byte @Nullable [] bytes) {}

  private record Node(int value, @Nullable Node next) {}

  private record Outer(Inner inner) {}

  private record Inner(Outer outer) {}

  private record Listed(List<String> list) {}

  @SuppressWarnings("UnusedMethod") // it is called by reflection
  private record Positive(int value) {
    Positive {
      if (value < 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  private record Saved(String text) implements Serializable {}

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Grüße, 世界 \uD83D\uDE00"})
  void textComesBack(String text) {
    assertThat(comesBack(Codec.strings(), text)).isEqualTo(text);
    assertThat(comesBack(Codec.serialized(Saved.class), new Saved(text)))
        .isEqualTo(new Saved(text));
  }

  @Test
  void bytesAndNumbersComeBack() {
    assertThat(comesBack(Codec.bytes(), new byte[] {1, -2, 3})).containsExactly(1, -2, 3);
    assertThat(comesBack(Codec.longs(), Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void recordsComeBack() {
    Codec<All> codec = Codec.records(All.class);
    Some full = new Some("text", Color.GREEN, new Point(-1, Integer.MAX_VALUE), null);
    Some empty = new Some(null, null, null, null);
    for (Some some : List.of(full, empty)) {
      All all = new All(true, (byte) -1, (short) -2, '\uFFFF', -3, -4, Float.NaN, -0.0, some);
      assertThat(comesBack(codec, all)).isEqualTo(all);
    }
    Some bytes = new Some("", Color.RED, null, new byte[] {1, 2});
    assertThat(comesBack(Codec.records(Some.class), bytes).bytes()).containsExactly(1, 2);
  }

  @Test
  void aRecordsNameSaysWhatItIsMadeOf() {
    assertThat(Codec.records(Point.class).name()).isEqualTo("record Point(int x, int y)");
    assertThat(Codec.records(Some.class).name())
        .isEqualTo(
            "record Some(String text, Color{RED, GREEN} color, Point(int x, int y) point,"
                + " byte[] bytes)");
    assertThat(Codec.records(Point.class).withPriority(Point::x).name())
        .isEqualTo("record Point(int x, int y)");
  }

  @Test
  void whatCannotBeAComponentIsRefused() {
    assertThatThrownBy(() -> Codec.records(Listed.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'list'", "Listed", "java.util.List");
    assertThatThrownBy(() -> Codec.records(Node.class))
        .hasMessageContainingAll("'next'", "doesn't contain itself");
    assertThatThrownBy(() -> Codec.records(Outer.class)).hasMessageContaining("'outer'");
  }

  @Test
  void whatAConstructorRefusesIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(8);
      Codec.records(Point.class).encode(new Point(-1, 0), segment, 0, 8);
      assertThatThrownBy(() -> Codec.records(Positive.class).decode(segment, 0, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not positive");
    }
  }

  @Test
  void aPriorityIsAskedOfTheElement() {
    Codec<Point> codec = Codec.records(Point.class);
    assertThat(codec.withPriority(Point::y).priorityOf(new Point(1, 2))).isEqualTo(2);
    assertThatThrownBy(() -> codec.priorityOf(new Point(1, 2)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /**
   * Through memory, in which nothing but its bytes is written, and nothing if they are too many.
   */
  private static <E> E comesBack(Codec<E> codec, E element) {
    try (Arena arena = Arena.ofConfined()) {
      long length = codec.encode(element, arena.allocate(1000), OFFSET, 900);
      MemorySegment memory = arena.allocate(OFFSET + length + 1);
      memory.fill((byte) 77);
      assertThat(codec.encode(element, memory, OFFSET, length)).isEqualTo(length);
      assertThat(memory.get(JAVA_BYTE, OFFSET + length)).isEqualTo((byte) 77);
      E back = codec.decode(memory, OFFSET, length);
      if (length > 0) {
        MemorySegment small = arena.allocate(OFFSET + length);
        small.fill((byte) 77);
        assertThat(codec.encode(element, small, OFFSET, length - 1)).isEqualTo(length);
        assertThat(small.get(JAVA_BYTE, OFFSET + length - 1)).isEqualTo((byte) 77);
      }
      return back;
    }
  }
}
