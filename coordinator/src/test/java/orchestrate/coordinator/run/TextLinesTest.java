package orchestrate.coordinator.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextLinesTest {
  private static List<String> lines(String text) throws CharacterCodingException {
    return TextLines.of(text.getBytes(UTF_8));
  }

  @Test
  void areWhatStandsBetweenLineEnds() throws CharacterCodingException {
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n\r\n \t\n\u2003\n")).isEmpty();
    assertThat(lines("a")).containsExactly("a");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines(" a \r\n\r\nb\rc\nd\r")).containsExactly(" a ", "b\rc", "d\r");
    assertThat(lines("a\r\r\nb")).containsExactly("a\r", "b");
    assertThat(lines("ä\n\uD83D\uDE00\n漢字")).containsExactly("ä", "\uD83D\uDE00", "漢字");
  }

  @Test
  void areInOrderHoweverMany() throws CharacterCodingException {
    List<String> many = IntStream.range(0, 1000).mapToObj(i -> "x".repeat(i % 7) + i).toList();
    assertThat(lines(String.join("\n", many))).isEqualTo(many);
  }

  @Test
  void thereIsNoneBeyondTheLast() throws CharacterCodingException {
    List<String> two = lines("a\nb\n");
    assertThatThrownBy(() -> two.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void mustBeText() {
    assertThatThrownBy(() -> TextLines.of(new byte[] {'a', '\n', (byte) 0xc3, '\n', 'b'}))
        .isInstanceOf(CharacterCodingException.class);
  }
}
