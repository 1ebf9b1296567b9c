package orchestrate.config.read;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.SourceText;
import orchestrate.config.Template;
import orchestrate.config.Template.Literal;
import orchestrate.config.Template.Part;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Takes the {@code ${{ }}} expressions of texts apart. */
final class Expressions {
  private static final String OPEN = "${{";
  private static final String CLOSE = "}}";

  private final SourceText source;
  private final Problems problems;
  private final ExpressionResolver resolver;

  Expressions(SourceText source, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.resolver = new ExpressionResolver(problems);
  }

  /** Null if an expression of the text has no meaning; that is then a problem already. */
  @Nullable Template parse(Scalar scalar, Scope scope) {
    String text = scalar.text();
    int open = text.indexOf(OPEN);
    if (open < 0) {
      return Template.literal(text);
    }
    var places = new ExpressionPlaces(source, scalar);
    var parts = new ArrayList<Part>();
    boolean sound = true;
    int done = 0;
    for (; open >= 0; open = text.indexOf(OPEN, done)) {
      addLiteral(parts, text.substring(done, open));
      Position place = places.next();
      int close = text.indexOf(CLOSE, open);
      if (close < 0) {
        problems.add(place, "`${{` is never closed", "write it like `${{ params.name }}`");
        return null;
      }
      String expression = text.substring(open + OPEN.length(), close).strip();
      Part part = resolver.resolve(expression, place, scope);
      if (part == null) {
        sound = false;
      } else {
        parts.add(part);
      }
      done = close + CLOSE.length();
    }
    addLiteral(parts, text.substring(done));
    return sound ? new Template(parts) : null;
  }

  private static void addLiteral(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(text));
    }
  }
}
