package orchestrate.coordinator.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final VirtualScreen seen = new VirtualScreen(10, 20);
  private final Screen screen = new Screen(seen.output(), UTF_8, seen::size);
  private final PrintStream out = new PrintStream(screen.text(), true, UTF_8);

  @Test
  void textPassesAtOnceUntilThereIsAFrame() throws Exception {
    out.println("one");
    assertThat(seen.rows()).containsExactly("one");

    screen.draw(List.of("frame"));
    out.println("two");
    assertThat(seen.rows()).containsExactly("one", "", "frame");
    assertThat(screen.hasText()).isTrue();

    screen.draw(List.of("frame"));
    assertThat(seen.rows()).containsExactly("one", "two", "", "frame");
    assertThat(screen.hasText()).isFalse();
  }

  @Test
  void aShorterFrameLeavesNothingOfTheLongerOne() throws Exception {
    screen.draw(List.of("a long line", "second", "third"));
    screen.draw(List.of("short"));

    assertThat(seen.rows()).containsExactly("", "short");
  }

  @Test
  void textIsWhereTheFrameWas() throws Exception {
    screen.draw(List.of("a long line of it", "second"));
    out.println("x");
    out.println("1234567890123456789012345");
    screen.draw(List.of("frame"));

    assertThat(seen.rows()).containsExactly("x", "12345678901234567890", "12345", "", "frame");
  }

  @Test
  void theFrameStaysAtTheFootWhenTextScrolls() throws Exception {
    screen.draw(List.of("frame", "foot"));
    IntStream.range(0, 30).forEach(out::println);
    screen.draw(List.of("frame", "foot"));

    assertThat(seen.rows())
        .containsExactly("23", "24", "25", "26", "27", "28", "29", "", "frame", "foot");
  }

  @Test
  void anUnfinishedLineWaitsForItsEnd() throws Exception {
    screen.draw(List.of("frame"));
    out.print("begin");
    screen.draw(List.of("frame"));
    assertThat(seen.rows()).containsExactly("", "frame");

    out.println(" and end");
    screen.draw(List.of("frame"));
    assertThat(seen.rows()).containsExactly("begin and end", "", "frame");
  }

  @Test
  void nothingIsLeftOfItAtTheEnd() throws Exception {
    screen.draw(List.of("frame", "foot"));
    out.println("last");
    out.print("unfinished");
    screen.end();
    out.println(" business");

    assertThat(seen.rows()).containsExactly("last", "unfinished business");
  }

  @Test
  void whatIsTypedIsGoneWithTheNextFrame() throws Exception {
    out.println("text");
    screen.draw(List.of("frame", "foot"));
    seen.type("^C");
    screen.draw(List.of("frame", "foot"));
    assertThat(seen.rows()).containsExactly("text", "", "frame", "foot");

    seen.type("\r\n");
    screen.draw(List.of("frame", "foot"));
    assertThat(seen.rows()).containsExactly("text", "", "", "frame", "foot");
  }

  @Test
  void aNarrowerWindow() throws Exception {
    out.println("text");
    screen.draw(List.of("1234567890123456789", "second"));
    seen.resize(10, 8);
    screen.draw(List.of("1234567", "2nd"));

    assertThat(seen.rows()).containsExactly("text", "", "1234567", "2nd");
  }

  /** As others have, ours doesn't wrap lines anew: this is what it would look like. */
  @Test
  void aTerminalThatHasWrappedTheFrameAnew() throws Exception {
    screen.draw(List.of("1234567890123456789"));
    seen.resize(10, 8);
    seen.type("\r\n12345678\r\n90123456\r\n789\033[3A\r");
    screen.draw(List.of("1234567"));

    assertThat(seen.rows()).containsExactly("", "1234567");
  }

  @Test
  void aLineThatTheTerminalTakesForWiderStaysOneRow() throws Exception {
    screen.draw(List.of("1234567890123456789012345", "foot"));
    screen.draw(List.of("frame"));

    assertThat(seen.rows()).containsExactly("", "frame");
  }

  @Test
  void whoeverElseHasTheTerminalIsLeftAlone() throws Exception {
    screen.draw(List.of("frame"));
    seen.type("$ ls");
    screen.leave();
    assertThat(seen.rows()).containsExactly("$ ls", "frame");

    out.print(" passes");
    out.flush();
    assertThat(seen.rows()).containsExactly("$ ls passes", "frame");
  }

  @Test
  void whoPrintsMoreThanTheTerminalTakesWaits() throws Exception {
    screen.draw(List.of("frame"));
    byte[] much = "x\n".repeat(1 << 20).getBytes(UTF_8);
    Thread printing =
        Thread.ofPlatform()
            .start(
                () -> {
                  out.write(much, 0, much.length);
                  out.println("last");
                });
    while (printing.getState() != Thread.State.WAITING) {
      assertThat(printing.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    screen.draw(List.of("frame"));
    printing.join();
    screen.draw(List.of("frame"));

    assertThat(seen.rows()).endsWith("x", "last", "", "frame");
  }

  @Test
  void aTerminalThatIsGoneHoldsNobodyUp() throws Exception {
    var gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    var lost = new Screen(gone, UTF_8, seen::size);
    assertThatThrownBy(() -> lost.draw(List.of("frame"))).isInstanceOf(IOException.class);

    var text = lost.text();
    for (int i = 0; i < 100; i++) {
      text.write("x\n".repeat(1 << 15).getBytes(UTF_8));
    }
    assertThat(lost.hasText()).isFalse();
  }
}
