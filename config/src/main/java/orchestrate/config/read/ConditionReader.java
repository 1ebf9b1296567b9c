package orchestrate.config.read;

import orchestrate.config.Condition;
import orchestrate.config.Problems;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Expression;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code if}: one expression, with or without <code>${{ }}</code> around it. */
final class ConditionReader {
  private static final String OPEN = "${{";
  private static final String CLOSE = "}}";

  private final Values values;
  private final Problems problems;

  ConditionReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Null if it makes no sense; that is then a problem already. */
  @Nullable Condition read(Node node, Scope scope) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      values.expected("a condition such as `failure()`", node);
      return null;
    }
    String written = bare(scalar.text().strip());
    var resolver = new ExpressionResolver(written, node.position(), scope.deciding(), problems);
    Expression expression = resolver.resolve();
    return expression == null || !canHold(expression, node)
        ? null
        : new Condition(expression, written);
  }

  private static String bare(String text) {
    return text.startsWith(OPEN) && text.endsWith(CLOSE) && text.indexOf(CLOSE) == text.length() - 2
        ? text.substring(OPEN.length(), text.length() - CLOSE.length()).strip()
        : text;
  }

  private boolean canHold(Expression expression, Node node) {
    if (expression instanceof Expression.Constant(var value)) {
      try {
        value.isTrue();
      } catch (EvaluationException e) {
        problems.add(
            node.position(),
            "a condition is true or false: " + e.getMessage(),
            "compare it: `params.mode == 'fast'`");
        return false;
      }
    }
    return true;
  }
}
