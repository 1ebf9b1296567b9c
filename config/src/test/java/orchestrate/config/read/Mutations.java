package orchestrate.config.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Makes files of files: what editors, merges, programs and transmissions do to them, and worse.
 * With the same seed it makes the same ones.
 *
 * <p>A text has a character for each byte, so that what is made need not be UTF-8.
 */
final class Mutations {
  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_COPY = 80;
  private static final int LONGEST_LOSS = 12;
  private static final String[] PIECES = {
    "${{",
    "}}",
    "${{ item }}",
    "${{ params.",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "|",
    ">",
    "\"",
    "'",
    "\t",
    "\n",
    "---\n",
    "#",
    "!!int ",
    "!!binary ",
    "!<tag:yaml.org,2002:str> ",
    "? ",
    "<<: ",
    "%YAML 9.9\n",
    "\\U99999999",
    "\\ud800",
    "\\x",
    "\u0000",
    "\u0085",
    "\u2028",
    "\u00a0",
    "\u202e",
    "\u00e9",
    "e\u0301",
    "\uD83D\uDE00",
    "\uFEFF",
    "\uFFFE",
    "\r",
    "~",
    "-1",
    "0x",
    "1e999",
    "99999999999999999999",
    "-9223372036854775808",
    "2147483648",
    "0.1",
    ".inf",
    ".nan",
    "1_000",
    "36501d",
    "99999999999h",
    "9999999999t",
    "..",
    "1..99999999999",
    "needs",
    "needs: ",
    "run: ",
    "tasks: ",
    "for-each: ",
    "retry: { max: ",
    "matrix: "
  };

  private final Random random;
  private final List<String> sound;
  private final List<String> faulty;

  /**
   * @param sound files with nothing wrong in them; half of all that is made is made of these
   */
  Mutations(long seed, List<byte[]> sound, List<byte[]> faulty) {
    this.random = new Random(seed);
    this.sound = texts(sound);
    this.faulty = texts(faulty);
  }

  private static List<String> texts(List<byte[]> files) {
    return files.stream().map(bytes -> new String(bytes, ISO_8859_1)).toList();
  }

  /** One more file, made of one or two. */
  byte[] next() {
    String text = anySeed();
    for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
      text = changed(text);
    }
    return text.getBytes(ISO_8859_1);
  }

  private String changed(String text) {
    return switch (random.nextInt(8)) {
      case 0 -> flipped(text);
      case 1 -> replaced(text, "");
      case 2 -> replaced(text, new String(any(PIECES).getBytes(UTF_8), ISO_8859_1));
      case 3 -> replaced(text, copied(text));
      case 4 -> lines(text);
      case 5 -> indented(text);
      case 6 -> tokens(text);
      default -> spliced(text);
    };
  }

  private String flipped(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int at = random.nextInt(text.length());
    char flipped = (char) (text.charAt(at) ^ (1 << random.nextInt(Byte.SIZE)));
    return text.substring(0, at) + flipped + text.substring(at + 1);
  }

  /** Half of the time it takes the place of what was there. */
  private String replaced(String text, String piece) {
    int from = place(text);
    int to = Math.min(text.length(), from + random.nextInt(LONGEST_LOSS));
    return text.substring(0, from) + piece + text.substring(random.nextBoolean() ? from : to);
  }

  private String copied(String text) {
    int from = place(text);
    return text.substring(from, Math.min(text.length(), from + random.nextInt(LONGEST_COPY)));
  }

  /** Doubles a line, takes one away, or exchanges two. */
  private String lines(String text) {
    String[] lines = text.split("\n", -1);
    int one = random.nextInt(lines.length);
    int other = random.nextInt(lines.length);
    switch (random.nextInt(3)) {
      case 0 -> lines[one] += "\n" + lines[one];
      case 1 -> lines = without(lines, one);
      default -> exchange(lines, one, other);
    }
    return String.join("\n", lines);
  }

  private static String[] without(String[] lines, int line) {
    String[] less = Arrays.copyOf(lines, lines.length - 1);
    System.arraycopy(lines, line + 1, less, line, less.length - line);
    return less;
  }

  /** Moves some lines to the right or to the left. */
  private String indented(String text) {
    String[] lines = text.split("\n", -1);
    int from = random.nextInt(lines.length);
    int to = Math.min(lines.length, from + 1 + random.nextInt(4));
    String more = any(new String[] {" ", "  ", "\t", ""});
    for (int line = from; line < to; line++) {
      lines[line] = more.isEmpty() ? lines[line].replaceFirst("^ {1,2}", "") : more + lines[line];
    }
    return String.join("\n", lines);
  }

  /** Exchanges two words. */
  private String tokens(String text) {
    String[] tokens = text.split("(?<=[\\s:,\\[\\]{}])|(?=[\\s:,\\[\\]{}])");
    exchange(tokens, random.nextInt(tokens.length), random.nextInt(tokens.length));
    return Arrays.stream(tokens).collect(Collectors.joining());
  }

  /** The begin of the one and the end of the other. */
  private String spliced(String text) {
    String other = anySeed();
    return text.substring(0, place(text)) + other.substring(place(other));
  }

  private static void exchange(String[] parts, int one, int other) {
    String part = parts[one];
    parts[one] = parts[other];
    parts[other] = part;
  }

  private int place(String text) {
    return random.nextInt(text.length() + 1);
  }

  private String anySeed() {
    List<String> seeds = random.nextBoolean() ? sound : faulty;
    return seeds.get(random.nextInt(seeds.size()));
  }

  private String any(String[] pieces) {
    return pieces[random.nextInt(pieces.length)];
  }
}
