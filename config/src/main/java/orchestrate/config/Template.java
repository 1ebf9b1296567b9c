package orchestrate.config;

import java.util.List;
import java.util.function.UnaryOperator;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.Names;
import orchestrate.config.expression.Value;

/**
 * A text of the job file with its {@code ${{ }}} expressions taken apart. What is known when the
 * file is read (params, env) is a constant in it; the rest is looked up when the task starts.
 */
public record Template(List<Part> parts) {
  /** A piece of the text. */
  public sealed interface Part {}

  /** Text that the author wrote as it is. */
  public record Literal(String text) implements Part {}

  /** An expression, whose value is put in its place: quoted where the place asks for it. */
  public record Hole(Expression expression) implements Part {}

  public Template {
    parts = List.copyOf(parts);
  }

  public static Template literal(String text) {
    return new Template(List.of(new Literal(text)));
  }

  /** Whether it is the same for every instance, and known now. */
  public boolean isConstant() {
    for (Part part : parts) {
      if (part instanceof Hole(Expression expression) && !expression.isConstant()) {
        return false;
      }
    }
    return true;
  }

  /** The text with each value put in its place as it is. */
  public String render(Names names) {
    return render(names, UnaryOperator.identity());
  }

  /**
   * The text with each value put in its place after {@code quote}, those of a list one by one with
   * a blank between them; literal text is kept as it is.
   *
   * @throws orchestrate.config.expression.EvaluationException if an expression has no value
   */
  public String render(Names names, UnaryOperator<String> quote) {
    if (parts.size() == 1 && parts.getFirst() instanceof Literal(String text)) {
      return text;
    }
    var text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Literal(String literal) -> text.append(literal);
        case Hole(Expression expression) -> append(text, expression.value(names), quote);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Value value, UnaryOperator<String> quote) {
    switch (value) {
      case Value.Text(String one) -> text.append(quote.apply(one));
      case Value.Texts(List<String> many) ->
          text.append(String.join(" ", many.stream().map(quote).toList()));
    }
  }

  /**
   * Its words: those of a list if it is nothing but an expression that gives one, else the text.
   */
  public List<String> words(Names names) {
    return parts.size() == 1 && parts.getFirst() instanceof Hole(Expression expression)
        ? expression.value(names).texts()
        : List.of(render(names));
  }
}
