package orchestrate.config.read;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a param's value must look like. */
enum ParamType {
  STRING("a string"),
  PATH("a path"),
  INT("a whole number"),
  FLOAT("a number"),
  BOOL("true or false");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");

  private final String phrase;

  ParamType(String phrase) {
    this.phrase = phrase;
  }

  /** Null if no type is called so. */
  static @Nullable ParamType of(String name) {
    return Arrays.stream(values()).filter(type -> type.key().equals(name)).findAny().orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(ParamType::key).toList();
  }

  static String all() {
    return String.join(", ", names());
  }

  private String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String phrase() {
    return phrase;
  }

  boolean accepts(String text) {
    return switch (this) {
      case STRING -> true;
      case PATH -> !text.isEmpty() && text.indexOf('\0') < 0;
      case INT -> Values.parse(text) != null;
      case FLOAT -> NUMBER.matcher(text).matches();
      case BOOL -> text.equals("true") || text.equals("false");
    };
  }

  /** The value as tasks see it. */
  String effective(String text, String home) {
    return this == PATH && (text.equals("~") || text.startsWith("~/"))
        ? home + text.substring(1)
        : text;
  }
}
