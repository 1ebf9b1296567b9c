package orchestrate.config.read;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes of memory such as {@code 512m} or {@code 2g}: powers of 1024, as the JVM's options. */
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kmgtKMGT])");
  private static final String UNITS = "kmgt";

  private Sizes() {}

  /** In bytes; null if the text is no size. */
  public static @Nullable Long parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return null;
    }
    int bits = 10 * (UNITS.indexOf(match.group(2).toLowerCase(Locale.ROOT)) + 1);
    return Long.parseLong(match.group(1)) << bits; // 30 bits by at most 40: a long has room
  }
}
