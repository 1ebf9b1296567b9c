package orchestrate.config.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import orchestrate.config.expression.Expression.Constant;
import orchestrate.config.expression.Tokens.Kind;
import orchestrate.config.expression.Tokens.SyntaxException;
import orchestrate.config.expression.Tokens.Token;
import org.jspecify.annotations.Nullable;

/**
 * Takes an expression apart, from the weakest to the strongest bond: {@code ||}, {@code &&},
 * comparisons, {@code !}, and what stands alone.
 */
public final class ExpressionParser {
  /** Deeper ones nobody reads, and they would end in a stack overflow. */
  private static final int MAX_DEPTH = 50;

  /** Says what names mean at the place of the expression. */
  public interface Meaning {
    /** What the words between dots stand for; null if that is a problem, which was told. */
    @Nullable Expression reference(List<String> words);

    /** What this question is about; null if it can't be asked here, which was told. */
    @Nullable Expression question(Question question);

    /** There is no such function. */
    void unknownFunction(String name);

    /** The expression makes no sense, for the reason given. */
    void malformed(String reason);
  }

  private final Tokens tokens;
  private final Meaning meaning;
  private int depth;
  private boolean sound = true;

  private ExpressionParser(String text, Meaning meaning) {
    this.tokens = new Tokens(text);
    this.meaning = meaning;
  }

  /** Null if it has no meaning; the reason was then told to {@code meaning}. */
  public static @Nullable Expression parse(String text, Meaning meaning) {
    try {
      return new ExpressionParser(text, meaning).whole();
    } catch (SyntaxException | EvaluationException e) {
      meaning.malformed(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Expression whole() {
    Expression whole = or();
    Token rest = tokens.peek();
    if (rest.kind() != Kind.END) {
      throw new SyntaxException("unexpected " + Quoted.of(rest.text()));
    }
    return sound ? whole : null;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.skip("||")) {
      left = known(new Expression.Or(left, and()));
    }
    return left;
  }

  private Expression and() {
    Expression left = comparison();
    while (tokens.skip("&&")) {
      left = known(new Expression.And(left, comparison()));
    }
    return left;
  }

  private Expression comparison() {
    Expression left = not();
    for (Comparison comparison : Comparison.values()) {
      if (tokens.skip(comparison.written())) {
        return known(new Expression.Compare(comparison, left, not()));
      }
    }
    return left;
  }

  private Expression not() {
    return deeper(() -> tokens.skip("!") ? known(new Expression.Not(not())) : single());
  }

  private Expression deeper(Supplier<Expression> inner) {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException("it is nested more than " + MAX_DEPTH + " deep");
    }
    Expression expression = inner.get();
    depth--;
    return expression;
  }

  private Expression single() {
    if (tokens.skip("(")) {
      Expression inner = or();
      expect(")");
      return inner;
    }
    Token token = tokens.take();
    return switch (token.kind()) {
      case TEXT -> text(unquoted(token.text()));
      case NUMBER -> text(token.text());
      case NAME -> tokens.skip("(") ? call(token.text()) : reference(token.text());
      case SIGN -> throw new SyntaxException("unexpected `" + token.text() + "`");
      case END -> throw new SyntaxException("it ends where a value is expected");
    };
  }

  private static Expression text(String text) {
    return new Constant(new Value.Text(text));
  }

  /** A quote in a text is written twice. */
  private static String unquoted(String token) {
    return token.substring(1, token.length() - 1).replace("''", "'");
  }

  private void expect(String sign) {
    if (!tokens.skip(sign)) {
      Token found = tokens.peek();
      String what = found.kind() == Kind.END ? "it ends" : "there is `" + found.text() + "`";
      throw new SyntaxException(what + " where `" + sign + "` is expected");
    }
  }

  private Expression call(String name) {
    List<Expression> arguments = new ArrayList<>();
    if (!tokens.skip(")")) {
      do {
        arguments.add(or());
      } while (tokens.skip(","));
      expect(")");
    }
    Question question = Question.called(name);
    if (question != null) {
      checkCount(name, 0, arguments.size());
      return orUnsound(meaning.question(question));
    }
    Function function = Function.called(name);
    if (function == null) {
      meaning.unknownFunction(name);
      return orUnsound(null);
    }
    checkCount(name, function.parameters(), arguments.size());
    return known(new Expression.Call(function, arguments));
  }

  private static void checkCount(String function, int expected, int found) {
    if (expected != found) {
      throw new SyntaxException(
          "`%s` takes %s, not %d".formatted(function, values(expected), found));
    }
  }

  private static String values(int count) {
    return switch (count) {
      case 0 -> "no value";
      case 1 -> "1 value";
      default -> count + " values";
    };
  }

  private Expression reference(String first) {
    List<String> words = new ArrayList<>();
    words.add(first);
    while (true) {
      if (tokens.skip(".")) {
        words.add(word());
      } else if (tokens.skip("[")) {
        Token text = tokens.take();
        if (text.kind() != Kind.TEXT) {
          throw new SyntaxException("between `[` and `]` stands a name in quotes: `['name']`");
        }
        words.add(unquoted(text.text()));
        expect("]");
      } else {
        break;
      }
    }
    if (words.size() == 1 && Set.of("true", "false").contains(first)) {
      return text(first);
    }
    return orUnsound(meaning.reference(words));
  }

  private String word() {
    Token word = tokens.take();
    if (word.kind() != Kind.NAME && word.kind() != Kind.NUMBER) {
      throw new SyntaxException("a name is expected after `.`");
    }
    return word.text();
  }

  /** The rest is still looked through, for further problems. */
  private Expression orUnsound(@Nullable Expression expression) {
    if (expression == null) {
      sound = false;
      return new Expression.Item(); // stands for something that is known later
    }
    return expression;
  }

  /** Its value, if that is known now. */
  private static Expression known(Expression expression) {
    return expression.parts().stream().allMatch(Expression::isConstant)
        ? new Constant(expression.value(Nothing.KNOWN))
        : expression;
  }
}
