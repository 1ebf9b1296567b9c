package orchestrate.config.expression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression, one after the other. */
final class Tokens {
  /** What a word can be; a blank before it doesn't matter. */
  enum Kind {
    NAME("[A-Za-z_][A-Za-z0-9_-]*"),
    NUMBER("[+-]?\\d+(\\.\\d+)?"),
    TEXT("'(?:[^']|'')*+'"),
    SIGN("&&|\\|\\||[=!<>]=|[!<>().,\\[\\]]"),
    END("\\z");

    private final Pattern pattern;

    Kind(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }
  }

  /** One word, and where it begins. */
  record Token(Kind kind, String text, int start) {
    boolean is(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }
  }

  private static final Pattern BLANK = Pattern.compile("\\s*+");

  private final String text;
  private final Matcher matcher;
  private Token next;

  Tokens(String text) {
    this.text = text;
    this.matcher = BLANK.matcher(text);
    this.next = read(0);
  }

  Token peek() {
    return next;
  }

  Token take() {
    Token taken = next;
    next = read(taken.start() + taken.text().length());
    return taken;
  }

  /** Takes the next word if it is this sign. */
  boolean skip(String sign) {
    boolean there = next.is(sign);
    if (there) {
      take();
    }
    return there;
  }

  private Token read(int from) {
    matcher.usePattern(BLANK).region(from, text.length()).lookingAt();
    int start = matcher.end();
    matcher.region(start, text.length());
    for (Kind kind : Kind.values()) {
      if (matcher.usePattern(kind.pattern).lookingAt()) {
        return new Token(kind, matcher.group(), start);
      }
    }
    throw new SyntaxException(unknown(start));
  }

  private String unknown(int at) {
    String sign = Character.toString(text.codePointAt(at));
    return switch (sign) {
      case "'" -> "a text that is never closed: `'`";
      case "\"" -> "a text stands between `'`, not `\"`";
      case "=" -> "write `==` to compare";
      case "&" -> "write `&&`";
      case "|" -> "write `||`";
      default -> "unexpected " + Quoted.of(sign);
    };
  }

  /** The expression is not well formed; the message says how. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }
}
