package orchestrate.worker.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against a filter that has all of the text at once. With two letters, needles overlap a lot. */
class MaskingTest {
  @Provide
  Arbitrary<String> needle() {
    return Arbitraries.strings().withChars("ab").ofMinLength(1).ofMaxLength(9);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("abc").ofMaxLength(60);
  }

  @Property(tries = 3000)
  void masksWhatIsThereWhereverTheTextIsCut(
      @ForAll @Size(min = 1, max = 6) List<@From("needle") String> needles,
      @ForAll @From("text") String text,
      @ForAll @Size(max = 20) List<@IntRange(max = 60) Integer> cuts)
      throws IOException {
    var out = new ByteArrayOutputStream();
    Mask mask = mask(needles);
    var masking = new Masking(() -> mask);
    int[] places =
        IntStream.concat(cuts.stream().mapToInt(cut -> cut), IntStream.of(0, text.length()))
            .filter(cut -> cut <= text.length())
            .sorted()
            .toArray();
    for (int i = 1; i < places.length; i++) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      masking.feed(bytes, places[i - 1], places[i] - places[i - 1], out::write);
      assertHoldsBackOnlyBeginnings(out, text.substring(0, places[i]), needles);
    }
    masking.finish(out::write);
    assertThat(out.toString(ISO_8859_1)).isEqualTo(masked(text, needles, text.length()));
    assertThat(mask.text(text)).isEqualTo(masked(text, needles, text.length()));
    assertThat(mask.secretIn(text))
        .isEqualTo(needles.stream().anyMatch(text::contains) ? "S" : null);
  }

  /** What was let go is all but the longest end that may become a needle. */
  private static void assertHoldsBackOnlyBeginnings(
      ByteArrayOutputStream out, String read, List<String> needles) {
    int held = 0;
    for (int end = 1; end <= read.length(); end++) {
      String last = read.substring(read.length() - end);
      if (needles.stream().anyMatch(n -> n.startsWith(last) && n.length() > last.length())) {
        held = end;
      }
    }
    assertThat(out.toString(ISO_8859_1)).isEqualTo(masked(read, needles, read.length() - held));
  }

  /** Marks each place of each needle, then goes through the first so many. */
  private static String masked(String text, List<String> needles, int length) {
    var marked = new boolean[text.length()];
    for (String needle : needles) {
      for (int at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
        Arrays.fill(marked, at, at + needle.length(), true);
      }
    }
    var masked = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (!marked[i]) {
        masked.append(text.charAt(i));
      } else if (i == 0 || !marked[i - 1]) {
        masked.append("***");
      }
    }
    return masked.toString();
  }

  private static Mask mask(List<String> needles) {
    return Mask.of(needles.stream().map(n -> new Needle("S", n.getBytes(ISO_8859_1))).toList());
  }

  @Example
  void goesOnAfterAPieceThatCouldNotBeWritten() throws IOException {
    Mask mask = mask(List.of("password"));
    var masking = new Masking(() -> mask);
    byte[] text = ("x".repeat(1 << 13) + "pass").getBytes(ISO_8859_1);
    var out = new ByteArrayOutputStream();
    try {
      masking.feed(
          text,
          0,
          text.length,
          (bytes, offset, length) -> {
            throw new IOException("full");
          });
    } catch (IOException e) {
      assertThat(e).hasMessage("full");
    }
    masking.feed("word!".getBytes(ISO_8859_1), 0, 5, out::write);
    masking.finish(out::write);
    assertThat(out.toString(ISO_8859_1)).isEqualTo("***!");
  }

  @Example
  void looksForMoreWhenThereIsMore() throws IOException {
    var masks =
        List.of(mask(List.of("password")), mask(List.of("password", "username"))).iterator();
    var masking = new Masking(masks::next);
    var out = new ByteArrayOutputStream();
    byte[] text = "username password username pass".getBytes(ISO_8859_1);
    masking.feed(text, 0, text.length, out::write);
    masking.finish(out::write);
    assertThat(out.toString(ISO_8859_1)).isEqualTo("*** *** *** pass");
  }
}
