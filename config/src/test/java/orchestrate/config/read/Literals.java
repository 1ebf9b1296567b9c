package orchestrate.config.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The string literals of Java sources. */
final class Literals {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|'(?:[^'\\\\]|\\\\.)'|\"(?<text>(?:[^\"\\\\\\n]|\\\\.)*)\"",
          Pattern.DOTALL);

  private Literals() {}

  /** Those of one file, as they are at run time. */
  static List<String> in(Path file) {
    try {
      return TOKEN
          .matcher(Files.readString(file))
          .results()
          .map(token -> token.group("text"))
          .filter(text -> text != null)
          .map(String::translateEscapes)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
