package orchestrate.coordinator.describe;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import orchestrate.config.Action;
import orchestrate.config.Template;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.Nothing;
import orchestrate.config.expression.Written;

/** Texts of the job file with what is known filled in, and the rest as it was written. */
public final class TemplateText {
  private TemplateText() {}

  public static String of(Template template) {
    return of(template, UnaryOperator.identity());
  }

  public static String of(Expression expression) {
    return "${{ " + Written.of(expression) + " }}";
  }

  /** Where it is done; empty if beside the job file. */
  public static String directory(Action action) {
    String directory = action.directory();
    return directory == null ? "" : directory;
  }

  /** What a task does, as it would be typed. */
  public static String of(Action action) {
    return switch (action) {
      case Action.Shell(Template script, _, _) -> of(script, ShellQuoting::quote);
      case Action.Exec(List<Template> command, _) ->
          command.stream().map(TemplateText::argument).collect(joining(" "));
      case Action.Java(String name, _, Map<String, Action.Argument> with) ->
          "java: " + name + with(with);
    };
  }

  private static String with(Map<String, Action.Argument> with) {
    return with.entrySet().stream()
        .map(
            argument ->
                "\n%s: %s"
                    .formatted(
                        argument.getKey(),
                        argument.getValue().templates().stream()
                            .map(TemplateText::of)
                            .collect(joining(", "))))
        .collect(joining());
  }

  private static String argument(Template argument) {
    if (!argument.isConstant()) {
      return of(argument);
    }
    var words = new StringJoiner(" ");
    for (String word : argument.words(Nothing.KNOWN)) {
      words.add(ShellQuoting.quote(word));
    }
    return words.toString();
  }

  private static String of(Template template, UnaryOperator<String> quote) {
    var text = new StringBuilder();
    for (Template.Part part : template.parts()) {
      switch (part) {
        case Template.Literal(String literal) -> text.append(literal);
        case Template.Hole(Expression expression) when expression.isConstant() ->
            text.append(new Template(List.of(part)).render(Nothing.KNOWN, quote));
        case Template.Hole(Expression expression) -> text.append(of(expression));
      }
    }
    return text.toString();
  }
}
