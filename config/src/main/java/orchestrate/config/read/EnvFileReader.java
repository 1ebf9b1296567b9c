package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orchestrate.config.Explanation;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code env-file}: a variable a line, as docker and systemd know such files. Nothing is
 * expanded: what is in quotes is the value.
 */
final class EnvFileReader {
  private static final long MAX_BYTES = 1 << 20;

  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
  private static final Pattern SINGLE = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
  private static final Pattern DOUBLE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*");

  private final Path directory;
  private final Values values;
  private final Problems problems;

  /**
   * @param directory what paths are relative to
   */
  EnvFileReader(Path directory, Values values, Problems problems) {
    this.directory = directory;
    this.values = values;
    this.problems = problems;
  }

  /** The variables of all files; those of later ones win. */
  Map<String, String> read(Node node, Scope scope) {
    var variables = new LinkedHashMap<String, String>();
    for (String name : values.texts(node, scope)) {
      read(name, node.position(), variables);
    }
    return variables;
  }

  private void read(String name, Position position, Map<String, String> into) {
    Path file = directory.resolve(name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(position, quoted(name) + " is larger than 1 MB: that is no file of variables");
        return;
      }
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        line(line.strip(), position, name + ":" + number, into);
      }
    } catch (NoSuchFileException e) {
      problems.add(
          position,
          "there is no file " + quoted(name),
          "the path is relative to the folder of the job file");
    } catch (CharacterCodingException e) {
      problems.add(position, quoted(name) + " is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      problems.add(
          position, "can't read the variables in " + quoted(name) + ": " + Explanation.of(e));
    }
  }

  private void line(String line, Position position, String place, Map<String, String> into) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher variable = LINE.matcher(line);
    String value = variable.matches() ? value(variable.group(2).strip()) : null;
    if (value == null) {
      problems.add(
          position,
          "%s is no variable: %s".formatted(place, quoted(line)),
          "a line is `NAME=VALUE`, `NAME='VALUE'` or `NAME=\"VALUE\"`, and ends in it");
      return;
    }
    into.put(variable.group(1), value);
  }

  /** Null if a quote is not closed, or something follows it. */
  private static @Nullable String value(String written) {
    if (written.startsWith("'")) {
      Matcher single = SINGLE.matcher(written);
      return single.matches() ? single.group(1) : null;
    }
    if (written.startsWith("\"")) {
      Matcher inQuotes = DOUBLE.matcher(written);
      return inQuotes.matches() ? unescaped(inQuotes.group(1)) : null;
    }
    return COMMENT.matcher(written).replaceFirst("");
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      plain.append(
          switch (escaped) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case '"', '\\', '$' -> String.valueOf(escaped);
            default -> "\\" + escaped;
          });
    }
    return plain.toString();
  }
}
