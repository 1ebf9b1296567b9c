package orchestrate.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import orchestrate.config.Printable;

/** The last lines of a log, made harmless for a terminal. */
public final class LogTail {
  /** How much of a log is looked at where nobody says it. */
  static final int BYTES = 8192;

  private static final int LINE_LENGTH = 300;

  private LogTail() {}

  /** The last lines; none if the log doesn't exist, as that of a silent task. */
  public static List<String> of(Path log, int lines) throws IOException {
    return of(log, lines, BYTES);
  }

  /** The same within so many bytes. */
  static List<String> of(Path log, int lines, int most) throws IOException {
    List<String> all;
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long start = Math.max(0, channel.size() - most);
      var bytes = ByteBuffer.allocate((int) (channel.size() - start));
      channel.read(bytes, start);
      all = UTF_8.decode(bytes.flip()).toString().lines().map(LogTail::harmless).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  private static String harmless(String line) {
    String printable = Printable.text(line);
    if (printable.length() <= LINE_LENGTH) {
      return printable;
    }
    boolean withinCharacter = Character.isHighSurrogate(printable.charAt(LINE_LENGTH - 1));
    return printable.substring(0, withinCharacter ? LINE_LENGTH - 1 : LINE_LENGTH) + "...";
  }
}
