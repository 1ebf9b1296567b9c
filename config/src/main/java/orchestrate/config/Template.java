package orchestrate.config;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A text of the job file with its {@code ${{ }}} expressions taken apart. What is known when the
 * file is read (params, env) stands in it as {@link Value}; what is known only when the task starts
 * is looked up in a {@link Scope}.
 */
public record Template(List<Part> parts) {
  /** A piece of the text. */
  public sealed interface Part {}

  /** Text that the author wrote as it is. */
  public record Literal(String text) implements Part {}

  /** A value that was substituted for an expression: quoted where the place asks for it. */
  public record Value(String text) implements Part {}

  /** The item of the task's fan-out. */
  public record Item() implements Part {}

  /** A value that another task gave: {@code tasks.TASK.outputs.KEY}. */
  public record Output(String task, String key) implements Part {}

  /** What expressions mean for one instance of a task. */
  public interface Scope {
    String item();

    String output(String task, String key);
  }

  /** Enough for a template that {@link #isConstant}. */
  public static final Scope NO_SCOPE =
      new Scope() {
        @Override
        public String item() {
          throw new IllegalStateException("there is no item here");
        }

        @Override
        public String output(String task, String key) {
          throw new IllegalStateException("there are no outputs here");
        }
      };

  public Template {
    parts = List.copyOf(parts);
  }

  public static Template literal(String text) {
    return new Template(List.of(new Literal(text)));
  }

  /** Whether it is the same for every instance, and known now. */
  public boolean isConstant() {
    return parts.stream().allMatch(part -> part instanceof Literal || part instanceof Value);
  }

  /** The text with each value put in its place as it is. */
  public String render(Scope scope) {
    return render(scope, UnaryOperator.identity());
  }

  /**
   * The text with each value put in its place after {@code quote}; literal text is kept as it is.
   */
  public String render(Scope scope, UnaryOperator<String> quote) {
    if (parts.size() == 1 && parts.getFirst() instanceof Literal(String text)) {
      return text;
    }
    var text = new StringBuilder();
    for (Part part : parts) {
      text.append(
          switch (part) {
            case Literal(String literal) -> literal;
            case Value(String value) -> quote.apply(value);
            case Item() -> quote.apply(scope.item());
            case Output(String task, String key) -> quote.apply(scope.output(task, key));
          });
    }
    return text.toString();
  }
}
