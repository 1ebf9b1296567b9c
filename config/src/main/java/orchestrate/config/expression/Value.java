package orchestrate.config.expression;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an expression comes to: a text, or a list of texts. Numbers and truths are texts that read
 * as such, for so they arrive: by the command line, the environment, files, and outputs of tasks.
 */
public sealed interface Value {
  /** Longer ones would take long to compare, and nobody means them. */
  Pattern NUMBER = Pattern.compile("[+-]?\\d{1,100}(\\.\\d{1,100})?([eE][+-]?\\d{1,3})?");

  /** One text. */
  record Text(String text) implements Value {
    @Override
    public List<String> texts() {
      return List.of(text);
    }
  }

  /** A list of texts. */
  record Texts(List<String> texts) implements Value {
    public Texts {
      texts = List.copyOf(texts);
    }

    @Override
    public String text() {
      return String.join(" ", texts);
    }
  }

  static Value of(boolean truth) {
    return new Text(Boolean.toString(truth));
  }

  /** As one text: those of a list with a blank between them. */
  String text();

  /** As a list: of one text if it is none. */
  List<String> texts();

  /**
   * Whether it holds.
   *
   * @throws EvaluationException if it is neither {@code true} nor {@code false}
   */
  default boolean isTrue() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new EvaluationException(
              "expected `true` or `false`, found %s".formatted(Quoted.of(text())));
    };
  }

  /** Null if it doesn't read as a number. */
  default @Nullable BigDecimal number() {
    return this instanceof Text(String text) && NUMBER.matcher(text.strip()).matches()
        ? new BigDecimal(text.strip())
        : null;
  }
}
