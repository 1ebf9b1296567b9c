package orchestrate.config.read;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.Template.Hole;
import orchestrate.config.Template.Literal;
import orchestrate.config.Template.Part;
import orchestrate.config.expression.Expression;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Takes the {@code ${{ }}} expressions of texts apart. */
final class Expressions {
  private static final String OPEN = "${{";
  private static final String CLOSE = "}}";

  private final Problems problems;

  Expressions(Problems problems) {
    this.problems = problems;
  }

  /** Null if an expression of the text has no meaning; that is then a problem already. */
  @Nullable Template parse(Scalar scalar, Scope scope) {
    String text = scalar.text();
    int open = text.indexOf(OPEN);
    if (open < 0) {
      return Template.literal(text);
    }
    var places = new ExpressionPlaces(scalar);
    var parts = new ArrayList<Part>();
    boolean sound = true;
    int done = 0;
    for (; open >= 0; open = text.indexOf(OPEN, done)) {
      addLiteral(parts, text.substring(done, open));
      Position place = places.next();
      int close = close(text, open + OPEN.length());
      if (close < 0) {
        problems.add(place, "`${{` is never closed", "write it like `${{ params.name }}`");
        return null;
      }
      String written = text.substring(open + OPEN.length(), close).strip();
      Expression expression = new ExpressionResolver(written, place, scope, problems).resolve();
      if (expression == null) {
        sound = false;
      } else {
        parts.add(new Hole(expression));
      }
      done = close + CLOSE.length();
    }
    addLiteral(parts, text.substring(done));
    return sound ? new Template(parts) : null;
  }

  /** Where the expression ends: a text in it may have braces. Negative if it doesn't. */
  private static int close(String text, int from) {
    boolean inText = false;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\'') {
        inText = !inText;
      } else if (!inText && text.startsWith(CLOSE, i)) {
        return i;
      }
    }
    return inText ? text.indexOf(CLOSE, from) : -1;
  }

  private static void addLiteral(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(text));
    }
  }
}
