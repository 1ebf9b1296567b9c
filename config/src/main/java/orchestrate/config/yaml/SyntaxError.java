package orchestrate.config.yaml;

import java.util.Locale;
import java.util.regex.Pattern;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.SourceText;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what the YAML parser stumbled over, with a hint for the usual causes. */
final class SyntaxError {
  private static final Pattern NOISE = Pattern.compile("\\. \\(Do not use .* for indentation\\)");

  private final MarkedYamlEngineException failure;
  private final String said;
  private final Position position;
  private final String line;

  private SyntaxError(MarkedYamlEngineException failure, SourceText source, Position fallback) {
    this.failure = failure;
    String problem = failure.getProblem();
    this.said = problem == null ? "it can't be parsed" : NOISE.matcher(problem).replaceAll("");
    this.position =
        failure.getProblemMark().map(mark -> YamlTree.point(source, mark)).orElse(fallback);
    this.line = source.line(position.line());
  }

  /**
   * @param fallback where it was about, if the parser doesn't say where
   */
  static Problem of(MarkedYamlEngineException failure, SourceText source, Position fallback) {
    return new SyntaxError(failure, source, fallback).problem();
  }

  private Problem problem() {
    String context = String.valueOf(failure.getContext());
    if (context.contains("quoted scalar") && said.contains("end of stream")) {
      Position start =
          failure
              .getContextMark()
              .map(mark -> YamlTree.point(position.source(), mark))
              .orElse(position);
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
