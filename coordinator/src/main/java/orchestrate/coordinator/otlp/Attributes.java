package orchestrate.coordinator.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is said of a span or of a resource, by name; in the order in which it is put. */
public final class Attributes {
  /** A collector may refuse longer ones, and all that waits is in memory. */
  private static final int LONGEST_TEXT = 1_000;

  /** A value, of one of the types that the protocol has. */
  sealed interface Value {
    record Text(String value) implements Value {}

    record Whole(long value) implements Value {}

    record Decimal(double value) implements Value {}

    record Flag(boolean value) implements Value {}
  }

  private final Map<String, Value> values = new LinkedHashMap<>();

  /** A text, which is cut if it is very long; nothing if it is null. */
  public Attributes put(String name, @Nullable String value) {
    if (value != null) {
      values.put(name, new Value.Text(cut(value)));
    }
    return this;
  }

  public Attributes put(String name, long value) {
    values.put(name, new Value.Whole(value));
    return this;
  }

  public Attributes put(String name, double value) {
    values.put(name, new Value.Decimal(value));
    return this;
  }

  public Attributes put(String name, boolean value) {
    values.put(name, new Value.Flag(value));
    return this;
  }

  void forEach(BiConsumer<String, Value> reader) {
    values.forEach(reader);
  }

  /** The text, not too long; half a character, which UTF-8 can't have, becomes a `?`. */
  static String cut(String text) {
    String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    return cut.chars().anyMatch(c -> Character.isSurrogate((char) c))
        ? new String(cut.getBytes(UTF_8), UTF_8)
        : cut;
  }
}
