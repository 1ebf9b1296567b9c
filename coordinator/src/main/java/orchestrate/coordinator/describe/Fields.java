package orchestrate.coordinator.describe;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import orchestrate.config.Template;
import orchestrate.config.read.Durations;
import orchestrate.config.read.Sizes;
import orchestrate.coordinator.files.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is said of one thing, by the keys of the job file. What is as usual is left out, so
 * that a key that a later version has is not a change.
 */
final class Fields {
  /** Of a text: with what is left out, its hash stands for the whole. */
  private static final int LONGEST_TEXT = 4_000;

  private static final int SHOWN_HASH = 16;

  private final Map<String, String> all = new LinkedHashMap<>();

  Map<String, String> all() {
    return Collections.unmodifiableMap(all);
  }

  Fields text(String key, @Nullable String text) {
    if (text != null) {
      all.put(key, shortened(text));
    }
    return this;
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT - (Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0);
    return "%s... (%,d characters, SHA-256 %s)"
        .formatted(text.substring(0, end), text.length(), Sha256.of(text));
  }

  /** What may be nobody's business: it is told whether it has changed, not what it was. */
  Fields veiled(String key, String value) {
    all.put(key, "SHA-256 " + Sha256.of(value).substring(0, SHOWN_HASH));
    return this;
  }

  Fields flag(String key, boolean set) {
    return text(key, set ? "true" : null);
  }

  /** If it is not what it usually is. */
  <T> Fields unusual(String key, T value, T usual) {
    return text(key, value.equals(usual) ? null : value.toString());
  }

  Fields duration(String key, @Nullable Duration duration) {
    return text(key, duration == null ? null : Durations.text(duration));
  }

  /** As one would write it, if that is exact. */
  Fields size(String key, long bytes, long usual) {
    if (bytes == usual) {
      return this;
    }
    String text = Sizes.text(bytes);
    Long exactly = Sizes.parse(text);
    return text(key, exactly != null && exactly == bytes ? text : bytes + " bytes");
  }

  /** Nothing if there are none. */
  Fields words(String key, Collection<String> words) {
    return text(key, words.isEmpty() ? null : String.join(", ", words));
  }

  /** Of which the order does not matter. */
  Fields names(String key, Collection<String> names) {
    return words(key, names.stream().sorted().toList());
  }

  Fields templates(String key, List<Template> templates) {
    return words(key, templates.stream().map(TemplateText::of).toList());
  }

  /** Each under a key of its own. */
  <V> Fields each(String key, Map<String, V> values, Function<V, String> text) {
    values.forEach((name, value) -> text(key + "." + name, text.apply(value)));
    return this;
  }
}
