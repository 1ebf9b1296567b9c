package orchestrate.worker;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** From the text of the job file to the type of a task's parameter. */
final class Conversion {
  static final String TYPES = "String, Path, int, long, double, boolean";

  private static final Map<Class<?>, Function<String, Object>> BY_TYPE =
      Map.of(
          String.class, text -> text,
          Path.class, Path::of,
          int.class, Integer::valueOf,
          Integer.class, Integer::valueOf,
          long.class, Long::valueOf,
          Long.class, Long::valueOf,
          double.class, Double::valueOf,
          Double.class, Double::valueOf,
          boolean.class, Conversion::toBoolean,
          Boolean.class, Conversion::toBoolean);

  private Conversion() {}

  static boolean knows(Class<?> type) {
    return type.isEnum() || BY_TYPE.containsKey(type);
  }

  /**
   * @throws IllegalArgumentException if the text is no value of the type
   */
  static Object convert(String text, Class<?> type) {
    Function<String, Object> conversion = BY_TYPE.get(type);
    return conversion != null ? conversion.apply(text) : toEnum(text, type);
  }

  /** The text that {@link #convert} makes the value of. */
  static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  private static Object toEnum(String text, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static Boolean toBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
