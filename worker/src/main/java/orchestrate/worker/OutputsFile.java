package orchestrate.worker;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.worker.protocol.Finished;

/** The file {@code $ORCHESTRATE_OUTPUT}, where a command writes {@code KEY=VALUE} lines. */
final class OutputsFile {
  private OutputsFile() {}

  /**
   * Reads the file and deletes it. There is none if the command gave nothing.
   *
   * @throws IOException if it can't be read, or makes no sense; the message says why
   */
  static Map<String, String> take(Path file) throws IOException {
    // The usual case, and an exception would cost more than the question.
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      if (Files.size(file) > Finished.MAX_OUTPUT_BYTES) {
        throw new IOException(tooLong(Files.size(file)));
      }
      return parse(Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw new IOException("what it wrote to $ORCHESTRATE_OUTPUT is not UTF-8", e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  static String tooLong(long bytes) {
    return "it gave outputs of %,d bytes, the limit is %,d; write them to a file and give its name"
        .formatted(bytes, Finished.MAX_OUTPUT_BYTES);
  }

  private static Map<String, String> parse(List<String> lines) throws IOException {
    var outputs = new LinkedHashMap<String, String>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int equals = line.indexOf('=');
      if (equals > 0) {
        outputs.put(line.substring(0, equals).strip(), line.substring(equals + 1));
      } else if (!line.isBlank()) {
        throw new IOException(
            "line %d of $ORCHESTRATE_OUTPUT is not KEY=VALUE: %s".formatted(i + 1, line));
      }
    }
    return outputs;
  }
}
