package orchestrate.config.yaml;

import java.util.Locale;
import java.util.regex.Pattern;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.SourceText;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what the YAML parser stumbled over, with a hint for the usual causes. */
final class SyntaxError {
  private static final Pattern NOISE = Pattern.compile("\\. \\(Do not use .* for indentation\\)");

  private final MarkedYamlEngineException failure;
  private final SourceText source;
  private final String said;
  private final Position position;
  private final String line;

  private SyntaxError(MarkedYamlEngineException failure, SourceText source, Position fallback) {
    this.failure = failure;
    this.source = source;
    String problem = failure.getProblem();
    this.said = problem == null ? "it can't be parsed" : NOISE.matcher(problem).replaceAll("");
    this.position = failure.getProblemMark().map(mark -> position(mark, source)).orElse(fallback);
    this.line = source.line(position.line());
  }

  static Problem of(RuntimeException failure, SourceText source, Position fallback) {
    if (failure.getCause() instanceof MarkedYamlEngineException marked) {
      return new SyntaxError(marked, source, fallback).problem();
    }
    String said = String.valueOf(failure.getMessage());
    return said.startsWith("Expected a property name")
        ? new Problem(fallback, "a key must be a plain text")
        : new Problem(fallback, "not valid YAML");
  }

  /**
   * A {@code \r} at the end of the file is one more character to the parser, and the line's end to
   * us.
   */
  private static Position position(Mark mark, SourceText source) {
    int number = mark.getLine() + 1;
    String text = source.line(number);
    int end = text.codePointCount(0, text.length());
    return new Position(number, Math.min(mark.getColumn(), end) + 1, 1);
  }

  private Problem problem() {
    String context = String.valueOf(failure.getContext());
    if (context.contains("quoted scalar") && said.contains("end of stream")) {
      Position start =
          failure.getContextMark().map(mark -> position(mark, source)).orElse(position);
      return new Problem(start, "not valid YAML: this quote is never closed");
    }
    if (character() == '\t') {
      return new Problem(position, "not valid YAML: a tab can't indent", "use spaces");
    }
    return new Problem(position, "not valid YAML: " + said, hint());
  }

  private @Nullable String hint() {
    String all = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (line.contains("${{") && all.contains("flow")) {
      return "inside { } and [ ] a value with ${{ }} must be quoted";
    }
    if (all.contains("mapping values are not allowed")) {
      return "quote a text that has `: ` in it, or write it below a `|`";
    }
    if (all.contains("alias")) {
      return "quote a text that begins with `*`";
    }
    if (all.contains("cannot start any token")) {
      return "quote a text that begins with `" + Character.toString(character()) + "`";
    }
    return context();
  }

  /** Where that which went wrong began, if it was on an earlier line. */
  private @Nullable String context() {
    String context = failure.getContext();
    return context == null
        ? null
        : failure
            .getContextMark()
            .map(mark -> mark.getLine() + 1)
            .filter(begin -> begin < position.line())
            .map(begin -> context.strip() + " that begins on line " + begin)
            .orElse(null);
  }

  private int character() {
    return position.column() - 1 < line.codePointCount(0, line.length())
        ? line.codePointAt(line.offsetByCodePoints(0, position.column() - 1))
        : ' ';
  }
}
