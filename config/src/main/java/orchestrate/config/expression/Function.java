package orchestrate.config.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be called in an expression. */
public enum Function {
  CONTAINS("contains", 2),
  STARTS_WITH("startsWith", 2),
  ENDS_WITH("endsWith", 2),
  LENGTH("length", 1),
  LOWER("lower", 1),
  UPPER("upper", 1),
  TRIM("trim", 1),
  REPLACE("replace", 3),
  SPLIT("split", 2),
  LINES("lines", 1),
  JOIN("join", 2),
  FIRST("first", 1),
  LAST("last", 1),
  DEFAULT("default", 2),
  BASENAME("basename", 1),
  DIRNAME("dirname", 1),
  STEM("stem", 1),
  EXTENSION("extension", 1),
  FROM_JSON("fromJSON", 1),
  TO_JSON("toJSON", 1);

  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private final String written;
  private final int parameters;

  Function(String written, int parameters) {
    this.written = written;
    this.parameters = parameters;
  }

  public String written() {
    return written;
  }

  int parameters() {
    return parameters;
  }

  static @Nullable Function called(String name) {
    return Arrays.stream(values()).filter(f -> f.written.equals(name)).findAny().orElse(null);
  }

  Value apply(List<Value> arguments) {
    Value first = arguments.getFirst();
    return switch (this) {
      case CONTAINS -> Value.of(contains(first, text(arguments, 1)));
      case STARTS_WITH -> Value.of(first.text().startsWith(text(arguments, 1)));
      case ENDS_WITH -> Value.of(first.text().endsWith(text(arguments, 1)));
      case LENGTH -> new Value.Text(Integer.toString(length(first)));
      case LOWER -> new Value.Text(first.text().toLowerCase(Locale.ROOT));
      case UPPER -> new Value.Text(first.text().toUpperCase(Locale.ROOT));
      case TRIM -> new Value.Text(first.text().strip());
      case REPLACE ->
          new Value.Text(first.text().replace(filled(arguments, 1), text(arguments, 2)));
      case SPLIT -> new Value.Texts(split(first.text(), filled(arguments, 1)));
      case LINES ->
          new Value.Texts(
              LINE_END.splitAsStream(first.text()).filter(line -> !line.isBlank()).toList());
      case JOIN -> new Value.Text(String.join(text(arguments, 1), first.texts()));
      case FIRST -> new Value.Text(one(first).getFirst());
      case LAST -> new Value.Text(one(first).getLast());
      case DEFAULT -> first.text().isEmpty() ? arguments.get(1) : first;
      case BASENAME -> new Value.Text(basename(first.text()));
      case DIRNAME -> new Value.Text(dirname(first.text()));
      case STEM -> new Value.Text(stem(basename(first.text())));
      case EXTENSION -> new Value.Text(extension(basename(first.text())));
      case FROM_JSON -> Json.read(first.text());
      case TO_JSON -> new Value.Text(Json.write(first));
    };
  }

  private static String text(List<Value> arguments, int index) {
    return arguments.get(index).text();
  }

  private String filled(List<Value> arguments, int index) {
    String text = text(arguments, index);
    if (text.isEmpty()) {
      throw new EvaluationException("`%s` was given nothing to look for".formatted(written));
    }
    return text;
  }

  private static boolean contains(Value where, String what) {
    return switch (where) {
      case Value.Text(String text) -> text.contains(what);
      case Value.Texts(List<String> texts) -> texts.contains(what);
    };
  }

  /** Of a text, as people count: code points. */
  private static int length(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text.codePointCount(0, text.length());
      case Value.Texts(List<String> texts) -> texts.size();
    };
  }

  /** Nothing splits into nothing, not into one empty text. */
  private static List<String> split(String text, String separator) {
    var pieces = new ArrayList<String>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      pieces.add(text.substring(from, at));
      from = at + separator.length();
    }
    if (!text.isEmpty()) {
      pieces.add(text.substring(from));
    }
    return pieces;
  }

  private List<String> one(Value value) {
    if (value.texts().isEmpty()) {
      throw new EvaluationException("`%s` was given an empty list".formatted(written));
    }
    return value.texts();
  }

  /** As the command of that name: {@code /} is a separator on every system. */
  private static String basename(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String dirname(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
  }

  /** A dot at the start makes a hidden file, not an ending. */
  private static int dot(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? dot : name.length();
  }

  private static String stem(String name) {
    return name.substring(0, dot(name));
  }

  private static String extension(String name) {
    return name.substring(Math.min(dot(name) + 1, name.length()));
  }
}
