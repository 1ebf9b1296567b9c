package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.Template.Item;
import orchestrate.config.Template.Output;
import orchestrate.config.Template.Part;
import orchestrate.config.Template.Value;
import org.jspecify.annotations.Nullable;

/** Says what one expression means at its place. Each method returns null after a problem. */
final class ExpressionResolver {
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final String FORMS =
      "there are params.NAME, env.NAME, item and tasks.NAME.outputs.KEY";
  private static final Set<String> PLANNED = Set.of("matrix", "secrets");

  private final Problems problems;

  ExpressionResolver(Problems problems) {
    this.problems = problems;
  }

  @Nullable Part resolve(String expression, Position at, Scope scope) {
    List<String> words = List.of(DOT.split(expression, -1));
    String first = words.getFirst();
    if (words.size() == 1 && (first.equals("item") || first.equals(scope.item()))) {
      return item(at, scope);
    }
    if (words.size() == 2 && first.equals("params")) {
      return param(words.get(1), at, scope.params());
    }
    if (words.size() == 2 && first.equals("env")) {
      return variable(words.get(1), at, scope.environment());
    }
    if (words.size() == 4 && first.equals("tasks") && words.get(2).equals("outputs")) {
      return output(words.get(1), words.get(3), at, scope);
    }
    return unknown(expression, words, at, scope);
  }

  private @Nullable Part item(Position at, Scope scope) {
    if (scope.item() != null) {
      return new Item();
    }
    problems.add(at, "`item` " + scope.itemElsewhere());
    return null;
  }

  private @Nullable Part param(String name, Position at, @Nullable Params params) {
    if (params == null) {
      problems.add(at, "params can't be used in params");
      return null;
    }
    String value = params.values().get(name);
    if (value != null) {
      return new Value(value);
    }
    if (params.complete() && !params.names().contains(name)) {
      String hint = DidYouMean.hint(name, params.names());
      problems.add(
          at,
          "there is no param " + quoted(name),
          hint != null ? hint : "declare it under `params`");
    }
    return null;
  }

  private @Nullable Part variable(String name, Position at, Environment environment) {
    String value = environment.get(name);
    if (value != null) {
      return new Value(value);
    }
    if (!environment.unreadable().contains(name)) {
      String hint = DidYouMean.hint(name, environment.job().keySet());
      problems.add(
          at,
          "the environment variable " + quoted(name) + " is not set",
          hint != null ? hint : "set it, or give it a value under `env`");
    }
    return null;
  }

  private @Nullable Part output(String task, String key, Position at, Scope scope) {
    var uses = scope.uses();
    if (uses == null) {
      problems.add(at, "the outputs of tasks are not known here: this is read before any task");
      return null;
    }
    var name = new Name(task, at);
    if (!uses.tasks().knows(name, problems)) {
      return null;
    }
    if (key.isEmpty()) {
      problems.add(at, "the output has no name", "write it like `tasks.NAME.outputs.KEY`");
      return null;
    }
    uses.add(name, key);
    return new Output(task, key);
  }

  private @Nullable Part unknown(String expression, List<String> words, Position at, Scope scope) {
    String first = words.getFirst();
    if (expression.isEmpty()) {
      problems.add(at, "an empty expression", FORMS);
    } else if (PLANNED.contains(first) || expression.endsWith(")")) {
      problems.add(at, quoted(expression) + " is not supported yet", FORMS);
    } else {
      problems.add(at, "unknown expression " + quoted(expression), hint(words, scope));
    }
    return null;
  }

  private static String hint(List<String> words, Scope scope) {
    String first = words.getFirst();
    String rest = String.join(".", words.subList(1, words.size()));
    if (words.size() == 1 && scope.params() != null && scope.params().names().contains(first)) {
      return "did you mean `params." + first + "`?";
    }
    if (words.size() == 1 && scope.item() != null) {
      return scope.item().equals("item")
          ? "the item is `item`; " + FORMS
          : "the item is `" + scope.item() + "`; " + FORMS;
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
