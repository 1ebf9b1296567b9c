package orchestrate.worker.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedlesTest {
  private static final String SECRET = "pa/ss 'w\\o\"rd' $ü+~(1)";

  private final Mask mask = Mask.of(Map.of("TOKEN", SECRET, "OTHER", "quite another"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        // bash -x, dash -x, printf %q, $'', within double quotes
        "pa/ss '\\''w\\o\"rd'\\'' $ü+~(1)",
        "pa/ss '\"'\"'w\\o\"rd'\"'\"' $ü+~(1)",
        "pa/ss 'w\\\\o\\\"rd' \\$ü+~(1)",
        "pa/ss \\'w\\\\o\"rd\\' $ü+~(1)",
        // JSON, as most write it, with all in ASCII, as PHP does
        "pa/ss 'w\\\\o\\\"rd' $ü+~(1)",
        "pa/ss 'w\\\\o\\\"rd' $\\u00fc+~(1)",
        "pa\\/ss 'w\\\\o\\\"rd' $\\u00fc+~(1)",
        // RFC 3986, JavaScript, Python
        "pa%2Fss%20%27w%5Co%22rd%27%20%24%C3%BC%2B~%281%29",
        "pa%2fss%20%27w%5co%22rd%27%20%24%c3%bc%2b~%281%29",
        "pa%2Fss%20'w%5Co%22rd'%20%24%C3%BC%2B~(1)",
        "pa/ss%20%27w%5Co%22rd%27%20%24%C3%BC%2B~%281%29"
      })
  void isFoundInEachForm(String form) {
    assertThat(mask.text("<" + form + ">")).isEqualTo("<***>");
    assertThat(mask.secretIn("<" + form + ">")).isEqualTo("TOKEN");
    // Each byte in a write of its own.
    assertThat(byteByByte("<" + form + ">")).isEqualTo("<***>");
  }

  private String byteByByte(String text) {
    var out = new ByteArrayOutputStream();
    var masking = new Masking(() -> mask);
    try {
      for (byte next : text.getBytes(UTF_8)) {
        masking.feed(new byte[] {next}, 0, 1, out::write);
      }
      masking.finish(out::write);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(UTF_8);
  }

  @Test
  void isFoundInForms() {
    assertThat(mask.text(URLEncoder.encode("<" + SECRET + ">", UTF_8))).isEqualTo("%3C***%3E");
  }

  /** Only letters that also have bits of what is beside the secret are left. */
  @Test
  void isFoundInBase64WhereverItLies() {
    for (String before : new String[] {"", "u", "us", "use", "user:"}) {
      byte[] text = (before + SECRET + "\n and so on").getBytes(UTF_8);
      String plain = Base64.getEncoder().encodeToString(text);
      String url = Base64.getUrlEncoder().encodeToString(text);
      int own = (before.length() * 8 + 5) / 6;
      int end = (before.length() + SECRET.getBytes(UTF_8).length) * 8 / 6;
      assertThat(mask.text(plain))
          .isEqualTo(plain.substring(0, own) + "***" + plain.substring(end));
      assertThat(mask.text(url)).isEqualTo(url.substring(0, own) + "***" + url.substring(end));
    }
  }

  /** A key is printed line by line: with a margin, with other line ends, or in lines of base64. */
  @Test
  void isFoundLineByLine() {
    String key =
        IntStream.range(0, 30)
            .mapToObj(i -> "line %d of the key, %s".formatted(i, "x".repeat(i)))
            .collect(Collectors.joining("\n"));
    Mask ofKey = Mask.of(Map.of("KEY", key));
    assertThat(ofKey.text("[" + key + "]")).isEqualTo("[***]");
    assertThat(ofKey.text(key.replace("\n", "\r\n> ")).replace("\r\n> ", "")).matches("[*]+");
    for (int width : new int[] {76, 64}) {
      String lines =
          Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(key.getBytes(UTF_8));
      assertThat(ofKey.text(lines)).matches("([*]+\n)*[*]*.{0,10}");
    }
  }

  @Test
  void twoThatTouchAreOne() {
    assertThat(mask.text(SECRET + SECRET + "quite another, quite anothe"))
        .isEqualTo("***, quite anothe");
    assertThat(mask.secretIn("quite another")).isEqualTo("OTHER");
    assertThat(mask.secretIn("quite anothe")).isNull();
  }
}
