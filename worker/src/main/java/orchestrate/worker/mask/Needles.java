package orchestrate.worker.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The forms in which a secret is printed by accident: as it is, line by line, quoted by a shell or
 * in JSON, in an address, and in base64.
 */
final class Needles {
  /** Who masks less spells it out: of a short word one sees where it was. */
  private static final int SHORTEST = 8;

  private static final String UNRESERVED = "-._~";

  /** Other characters than letters and digits that are left in an address: RFC 3986 and others. */
  private static final List<String> LEFT_IN_ADDRESSES =
      List.of(
          UNRESERVED,
          UNRESERVED + "/", // Python
          UNRESERVED + "!'()*", // JavaScript
          "-._*"); // forms

  /** How many bytes are in a line of base64, as usual, by mail and by OpenSSL: 76 or 64 letters. */
  private static final List<Integer> BASE64_LINES = List.of(57, 48);

  private final Set<String> forms = new LinkedHashSet<>();

  private Needles() {}

  static List<Needle> of(Map<String, String> secrets) {
    var all = new ArrayList<Needle>();
    secrets.forEach(
        (name, value) -> {
          var needles = new Needles();
          needles.add(value);
          needles.forms.forEach(form -> all.add(new Needle(name, form.getBytes(ISO_8859_1))));
        });
    return all;
  }

  /** Its lines, which are printed one by one, without those that are too short. */
  static Stream<String> lines(String value) {
    return value.lines().filter(line -> line.getBytes(UTF_8).length >= SHORTEST);
  }

  private void add(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    // From here on a char is a byte.
    String secret = new String(bytes, ISO_8859_1);
    forms.add(secret);
    lines(value).map(line -> new String(line.getBytes(UTF_8), ISO_8859_1)).forEach(forms::add);
    addQuoted(secret);
    addJson(value, secret);
    for (String left : LEFT_IN_ADDRESSES) {
      addInAddress(bytes, left);
    }
    addBase64(bytes);
  }

  /** As bash and dash show it with {@code set -x}, or {@code printf %q} gives it. */
  private void addQuoted(String secret) {
    forms.add(secret.replace("'", "'\\''"));
    forms.add(secret.replace("'", "'\"'\"'"));
    forms.add(secret.replaceAll("([^A-Za-z0-9%+,./:=@_^-])", "\\\\$1"));
    forms.add(
        secret
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t"));
    // Within double quotes.
    forms.add(secret.replaceAll("([\\\\\"$`])", "\\\\$1"));
  }

  private void addJson(String value, String secret) {
    String escaped = json(secret, false);
    forms.add(escaped);
    forms.add(escaped.replace("/", "\\/"));
    String ascii = json(value, true);
    forms.add(ascii);
    forms.add(ascii.replace("/", "\\/"));
  }

  private static String json(String text, boolean ascii) {
    var json = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                  boolean plain = c >= ' ' && (c < 0x7f || !ascii);
                  json.append(plain ? Character.toString(c) : "\\u%04x".formatted(c));
                }
              }
            });
    return json.toString();
  }

  private void addInAddress(byte[] bytes, String left) {
    for (String hex : List.of("%%%02X", "%%%02x")) {
      var address = new StringBuilder();
      for (byte b : bytes) {
        char c = (char) (b & 0xff);
        boolean plain =
            (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || left.indexOf(c) >= 0;
        address.append(plain ? Character.toString(c) : hex.formatted((int) c));
      }
      forms.add(address.toString());
      forms.add(address.toString().replace("%20", "+"));
    }
  }

  /**
   * In each of the three ways in which it can lie in what was encoded, without the letters at the
   * ends that depend on what is beside it; and line by line, if it is at the beginning.
   */
  private void addBase64(byte[] bytes) {
    for (int before = 0; before < 3; before++) {
      var padded = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, padded, before, bytes.length);
      int begin = (8 * before + 5) / 6;
      int end = 8 * padded.length / 6;
      addBothAlphabets(encoded(padded).substring(begin, end));
    }
    for (int line : BASE64_LINES) {
      String all = encoded(bytes).substring(0, 8 * bytes.length / 6);
      int letters = line / 3 * 4;
      for (int begin = 0; begin < all.length(); begin += letters) {
        String piece = all.substring(begin, Math.min(all.length(), begin + letters));
        if (piece.length() >= SHORTEST) {
          addBothAlphabets(piece);
        }
      }
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private void addBothAlphabets(String base64) {
    forms.add(base64);
    forms.add(base64.replace('+', '-').replace('/', '_'));
  }
}
