package orchestrate.coordinator.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The lines of a text that aren't blank, kept as the bytes that they are: a million take four
 * megabytes more than their file, where as many strings took eighty. Each is made a string when it
 * is asked for.
 *
 * <p>A line ends with a line feed, or a carriage return and one; a file name may hold a lone
 * carriage return.
 */
final class TextLines extends AbstractList<String> implements RandomAccess {
  private final byte[] text;
  private final int[] starts;
  private final int count;

  private TextLines(byte[] text, int[] starts, int count) {
    this.text = text;
    this.starts = starts;
    this.count = count;
  }

  /**
   * @param text not to be changed any more
   * @throws CharacterCodingException if it is not UTF-8
   */
  static TextLines of(byte[] text) throws CharacterCodingException {
    CharsetDecoder decoder = UTF_8.newDecoder();
    var starts = new int[lineFeeds(text) + 1]; // All at once: to grow takes twice as much.
    int count = 0;
    for (int start = 0; start < text.length; start = lineFeed(text, start) + 1) {
      int length = end(text, start) - start;
      if (!decoder.decode(ByteBuffer.wrap(text, start, length)).toString().isBlank()) {
        starts[count++] = start;
      }
    }
    return new TextLines(text, starts, count);
  }

  private static int lineFeeds(byte[] text) {
    int count = 0;
    for (byte each : text) {
      count += each == '\n' ? 1 : 0;
    }
    return count;
  }

  /** Where the line's line feed is, or would be if it had one. */
  private static int lineFeed(byte[] text, int start) {
    int at = start;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  private static int end(byte[] text, int start) {
    int feed = lineFeed(text, start);
    return feed < text.length && feed > start && text[feed - 1] == '\r' ? feed - 1 : feed;
  }

  @Override
  public String get(int index) {
    int start = starts[Objects.checkIndex(index, count)];
    return new String(text, start, end(text, start) - start, UTF_8);
  }

  @Override
  public int size() {
    return count;
  }
}
