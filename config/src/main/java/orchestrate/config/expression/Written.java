package orchestrate.config.expression;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Expressions as somebody could have written them, with what is known filled in. */
public final class Written {
  private Written() {}

  public static String of(Expression expression) {
    return switch (expression) {
      case Expression.Constant(Value value) -> constant(value);
      case Expression.Item() -> "item";
      case Expression.Field(String name) -> "item." + name;
      case Expression.Output(String task, String key) -> "tasks.%s.outputs.%s".formatted(task, key);
      case Expression.Result(String task) -> "tasks.%s.result".formatted(task);
      case Expression.Asked(Question question) -> question.written() + "()";
      case Expression.Not(Expression of) -> "!" + operand(of);
      case Expression.And(Expression left, Expression right) -> infix(left, "&&", right);
      case Expression.Or(Expression left, Expression right) -> infix(left, "||", right);
      case Expression.Compare(Comparison comparison, Expression left, Expression right) ->
          infix(left, comparison.written(), right);
      case Expression.Call(Function function, List<Expression> arguments) ->
          arguments.stream().map(Written::of).collect(joining(", ", function.written() + "(", ")"));
    };
  }

  private static String infix(Expression left, String operator, Expression right) {
    return operand(left) + " " + operator + " " + operand(right);
  }

  /** In brackets if it has operators of its own: nobody has to know which binds more strongly. */
  private static String operand(Expression expression) {
    return switch (expression) {
      case Expression.And _, Expression.Or _, Expression.Compare _ -> "(" + of(expression) + ")";
      case Expression.Constant _,
          Expression.Item _,
          Expression.Field _,
          Expression.Output _,
          Expression.Result _,
          Expression.Asked _,
          Expression.Not _,
          Expression.Call _ ->
          of(expression);
    };
  }

  private static String constant(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text(text);
      case Value.Texts texts -> "fromJSON(" + text(Json.write(texts)) + ")";
    };
  }

  private static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
