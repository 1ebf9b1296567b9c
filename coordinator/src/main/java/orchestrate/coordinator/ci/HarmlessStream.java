package orchestrate.coordinator.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Lets text pass so that no line of it is a command: a space parts the signs that would make it
 * one.
 *
 * <p>Characters that are not in ASCII count as if they weren't there, and those for control. Some
 * are ignored by those who look for commands by the rules of a language, as .NET does: a zero-width
 * character between two signs would hide them from us, but not from them.
 *
 * <p>It holds nothing back. For one thread at a time.
 */
final class HarmlessStream extends OutputStream {
  private final OutputStream out;
  private final CommandSigns signs;

  /** How many hashes stand right before. */
  private int hashes;

  private Line line = Line.BLANK;

  /** What of the line has come. */
  private enum Line {
    BLANK,
    ONE_COLON,
    OTHER
  }

  HarmlessStream(OutputStream out, CommandSigns signs) {
    this.out = out;
    this.signs = signs;
  }

  /** A line, so that it can stand in one of ours. */
  static String text(String text, CommandSigns signs) {
    var bytes = new ByteArrayOutputStream();
    try (var stream = new HarmlessStream(bytes, signs)) {
      stream.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always written", e);
    }
    return bytes.toString(UTF_8);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int count) throws IOException {
    int written = start;
    for (int i = start; i < start + count; i++) {
      if (counts(bytes[i])) {
        char next = (char) bytes[i];
        if (completesSign(next)) {
          out.write(bytes, written, i - written);
          out.write(' ');
          written = i;
        }
        remember(next);
      }
    }
    out.write(bytes, written, start + count - written);
  }

  private static boolean counts(byte value) {
    return value >= ' ' || value == '\n';
  }

  private boolean completesSign(char next) {
    return (hashes >= 2 && signs.afterHashes().indexOf(Character.toLowerCase(next)) >= 0)
        || (signs.colons() && line == Line.ONE_COLON && next == ':');
  }

  private void remember(char next) {
    hashes = next == '#' ? hashes + 1 : 0;
    if (next == '\n') {
      line = Line.BLANK;
    } else if (line == Line.BLANK && next == ':') {
      line = Line.ONE_COLON;
    } else if (line != Line.BLANK || next != ' ') {
      line = Line.OTHER;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
