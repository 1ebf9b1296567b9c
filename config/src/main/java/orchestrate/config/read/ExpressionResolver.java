package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.Arrays;
import java.util.List;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.ExpressionParser;
import orchestrate.config.expression.Function;
import orchestrate.config.expression.Question;
import orchestrate.config.expression.Value;
import org.jspecify.annotations.Nullable;

/** Says what the names in one expression mean at its place. */
final class ExpressionResolver implements ExpressionParser.Meaning {
  private static final String FORMS =
      "there are params.NAME, env.NAME, item, tasks.NAME.outputs.KEY, tasks.NAME.result and"
          + " functions";

  private static final String SECRET =
      "a task that names it under its `secrets` has it as a variable of that name";

  private final String expression;
  private final Position at;
  private final Scope scope;
  private final Problems problems;

  ExpressionResolver(String expression, Position at, Scope scope, Problems problems) {
    this.expression = expression;
    this.at = at;
    this.scope = scope;
    this.problems = problems;
  }

  /** Null if it has no meaning; that is then a problem already. */
  @Nullable Expression resolve() {
    if (expression.isEmpty()) {
      return problem("an empty expression", FORMS);
    }
    return ExpressionParser.parse(expression, this);
  }

  private @Nullable Expression problem(String text, @Nullable String hint) {
    problems.add(at, text, hint);
    return null;
  }

  @Override
  public void malformed(String reason) {
    problem("the expression " + quoted(expression) + " makes no sense: " + reason, null);
  }

  @Override
  public @Nullable Expression question(Question question) {
    if (!scope.decides()) {
      return problem(
          quoted(question.written() + "()") + " can be asked only in `if`",
          "how a task that this one needs ended is `tasks.NAME.result`");
    }
    return new Expression.Asked(question);
  }

  @Override
  public void unknownFunction(String name) {
    List<String> functions = Arrays.stream(Function.values()).map(Function::written).toList();
    String hint = DidYouMean.hint(name, functions);
    problem(
        "there is no function " + quoted(name),
        hint != null ? hint : "there are: " + String.join(", ", functions));
  }

  @Override
  public @Nullable Expression reference(List<String> words) {
    String first = words.getFirst();
    if (isItem(first) && words.size() <= 2) {
      return item(words);
    }
    if (words.size() == 2 && first.equals("params")) {
      return param(words.get(1), scope.params());
    }
    if (words.size() == 2 && first.equals("env")) {
      return variable(words.get(1), scope.environment());
    }
    if (first.equals("secrets")) {
      return problem("a secret can't be used in an expression", SECRET);
    }
    if (first.equals("tasks")) {
      return ofTask(words);
    }
    return problem("unknown expression " + quoted(String.join(".", words)), hint(words));
  }

  private boolean isItem(String word) {
    var item = scope.item();
    return word.equals("item")
        || word.equals("matrix")
        || (item != null && word.equals(item.name()));
  }

  private @Nullable Expression item(List<String> words) {
    var item = scope.item();
    boolean meansMatrix = words.getFirst().equals("matrix");
    if (item == null && !meansMatrix) {
      return problem(quoted(words.getFirst()) + " " + scope.itemElsewhere(), null);
    }
    if (item == null || (meansMatrix && !item.name().equals("matrix"))) {
      return problem(
          "`matrix` is known only in a task with `matrix`",
          item == null ? null : "the item is " + quoted(item.name()));
    }
    return words.size() == 1 ? new Expression.Item() : field(words.get(1), item);
  }

  private @Nullable Expression field(String name, Scope.Item item) {
    if (item.fields() == null || item.fields().contains(name)) {
      return new Expression.Field(name);
    }
    if (item.fields().isEmpty()) {
      return problem("the item is a text: it has no part " + quoted(name), "write `item`");
    }
    String hint = DidYouMean.hint(name, item.fields());
    return problem(
        "the item has no part " + quoted(name),
        hint != null ? hint : "it has: " + String.join(", ", item.fields()));
  }

  private @Nullable Expression param(String name, @Nullable Params params) {
    if (params == null) {
      return problem("params can't be used in params", null);
    }
    String value = params.values().get(name);
    if (value != null) {
      return constant(value);
    }
    if (params.complete() && !params.names().contains(name)) {
      String hint = DidYouMean.hint(name, params.names());
      problem(
          "there is no param " + quoted(name), hint != null ? hint : "declare it under `params`");
    }
    return null;
  }

  private @Nullable Expression variable(String name, Environment environment) {
    String value = environment.get(name);
    if (value != null) {
      return constant(value);
    }
    String secret = environment.withheld().get(name);
    if (secret != null) {
      return problem(
          "the environment variable %s has the secret %s, and no text may have that"
              .formatted(quoted(name), quoted(secret)),
          SECRET);
    }
    if (!environment.unreadable().contains(name)) {
      String hint = DidYouMean.hint(name, environment.job().keySet());
      problem(
          "the environment variable " + quoted(name) + " is not set",
          hint != null ? hint : "set it, or give it a value under `env`");
    }
    return null;
  }

  private static Expression constant(String value) {
    return new Expression.Constant(new Value.Text(value));
  }

  private @Nullable Expression ofTask(List<String> words) {
    boolean output = words.size() == 4 && words.get(2).equals("outputs");
    boolean result = words.size() == 3 && words.get(2).equals("result");
    if (!output && !result) {
      return problem(
          "unknown expression " + quoted(String.join(".", words)),
          "of a task there are `tasks.NAME.outputs.KEY` and `tasks.NAME.result`");
    }
    var uses = scope.uses();
    if (uses == null) {
      return problem("the outputs of tasks are not known here: this is read before any task", null);
    }
    Name name = uses.tasks().resolve(new Name(words.get(1), at), problems);
    if (name == null) {
      return null;
    }
    if (result) {
      uses.add(name, null);
      return new Expression.Result(name.text());
    }
    uses.add(name, words.get(3));
    return new Expression.Output(name.text(), words.get(3));
  }

  private String hint(List<String> words) {
    String first = words.getFirst();
    String rest = String.join(".", words.subList(1, words.size()));
    if (words.size() == 1 && scope.params() != null && scope.params().names().contains(first)) {
      return "did you mean `params." + first + "`?";
    }
    if (words.size() == 1 && scope.item() != null) {
      return "the item is `" + scope.item().name() + "`; " + FORMS;
    }
    return switch (first) {
      case "needs", "steps", "jobs", "task" -> "did you mean `tasks." + rest + "`?";
      case "inputs", "vars", "variables", "param", "parameters" ->
          "did you mean `params." + rest + "`?";
      case "environment" -> "did you mean `env." + rest + "`?";
      default -> FORMS;
    };
  }
}
