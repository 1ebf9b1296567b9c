package orchestrate.config.yaml;

import java.util.Locale;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.SourceText;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what the YAML parser stumbled over, with a hint for the usual causes. */
final class SyntaxError {
  private SyntaxError() {}

  static Problem of(RuntimeException failure, SourceText source, Position fallback) {
    if (!(failure.getCause() instanceof MarkedYamlEngineException marked)) {
      String said = String.valueOf(failure.getMessage());
      return said.startsWith("Expected a property name")
          ? new Problem(fallback, "a key must be a plain text")
          : new Problem(fallback, "not valid YAML");
    }
    Position position =
        marked
            .getProblemMark()
            .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1, 1))
            .orElse(fallback);
    String line = source.line(position.line());
    if (character(line, position.column()) == '\t') {
      return new Problem(position, "not valid YAML: a tab can't indent", "use spaces");
    }
    return new Problem(position, "not valid YAML: " + said(marked), hint(marked, line, position));
  }

  private static String said(MarkedYamlEngineException failure) {
    String problem = failure.getProblem();
    String context = failure.getContext();
    if (problem == null) {
      return context == null ? "it can't be parsed" : context;
    }
    return context == null ? problem : problem + " (" + context.strip() + ")";
  }

  private static @Nullable String hint(
      MarkedYamlEngineException failure, String line, Position position) {
    String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (line.contains("${{") && said.contains("flow")) {
      return "inside { } and [ ] a value with ${{ }} must be quoted";
    }
    if (said.contains("mapping values are not allowed")) {
      return "quote a text that has `: ` in it, or write it below a `|`";
    }
    if (said.contains("alias")) {
      return "quote a text that begins with `*`";
    }
    if (said.contains("cannot start any token")) {
      return "quote a text that begins with `%s`"
          .formatted(Character.toString(character(line, position.column())));
    }
    return null;
  }

  private static int character(String line, int column) {
    return column - 1 < line.codePointCount(0, line.length())
        ? line.codePointAt(line.offsetByCodePoints(0, column - 1))
        : ' ';
  }
}
