package orchestrate.config.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import orchestrate.config.JobFileException;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.SourceText;
import org.jspecify.annotations.Nullable;

/** Loads the text of a job file. */
final class SourceLoader {
  static final int MAX_BYTES = 64 << 20;

  private SourceLoader() {}

  /** The whole text, and its lines. */
  record Loaded(String text, SourceText source, int bytes) {}

  /** A file that is read by itself, or as the first. */
  static Loaded load(Path path) throws JobFileException {
    return load(path, 0);
  }

  /**
   * @param number how many files of the same job were read before it
   */
  static Loaded load(Path path, int number) throws JobFileException {
    byte[] bytes = bytes(path);
    var text = CharBuffer.allocate(bytes.length);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      var source = source(path, new String(bytes, StandardCharsets.UTF_8), number);
      throw new JobFileException(
          source,
          List.of(
              new Problem(
                  end(source, text.toString()),
                  "the file is not UTF-8 from here on",
                  "save it as UTF-8")));
    }
    String withoutMark = text.toString().replaceFirst("^\uFEFF", "");
    return new Loaded(withoutMark, source(path, withoutMark, number), bytes.length);
  }

  private static SourceText source(Path path, String text, int number) {
    return new SourceText(path, text.lines().toList(), number);
  }

  private static Position end(SourceText source, String text) {
    int lines = Math.toIntExact((text + ".").lines().count());
    int lineStart = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    return new Position(source, lines, text.codePointCount(lineStart, text.length()) + 1, 1);
  }

  private static byte[] bytes(Path path) throws JobFileException {
    if (Files.isDirectory(path)) {
      String hint = Files.exists(path.resolve("job.yaml")) ? "it has a job.yaml: name that" : null;
      throw unreadable(path, "this is a directory, not a job file", hint);
    }
    // Read to a limit, not by the size the file claims: it may be a pipe, or grow.
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unreadable(
            path,
            "the file is larger than " + (MAX_BYTES >> 20) + " MB",
            "keep items in a file of their own, and read them with `for-each: { lines: FILE }`");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw unreadable(path, "there is no such file", null);
    } catch (AccessDeniedException e) {
      throw unreadable(path, "the file can't be read: permission denied", null);
    } catch (IOException e) {
      throw unreadable(path, "the file can't be read: " + e.getMessage(), null);
    }
  }

  private static JobFileException unreadable(Path path, String text, @Nullable String hint) {
    var source = new SourceText(path, List.of());
    return new JobFileException(source, List.of(new Problem(source.start(), text, hint)));
  }
}
