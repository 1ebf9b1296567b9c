package orchestrate.config.read;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of memory such as {@code 512m} or {@code 4g}: each letter is 1024 times the one before.
 */
public final class Sizes {
  private static final String UNITS = "kmgt";
  static final Pattern FORM = Pattern.compile("(\\d{1,9})([kmgtKMGT])");

  /** More than any machine has, and far from what a long can count. */
  private static final long LARGEST = 1L << 50;

  private Sizes() {}

  /** In bytes; null if the text is no size, or larger than any machine. */
  public static @Nullable Long parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return null;
    }
    int power = 10 * (UNITS.indexOf(Character.toLowerCase(match.group(2).charAt(0))) + 1);
    long count = Long.parseLong(match.group(1));
    return count > LARGEST >> power ? null : Long.valueOf(count << power);
  }

  /** As a person would say it: {@code 1.5g}. */
  public static String text(long bytes) {
    int unit = 1;
    while (unit < UNITS.length() && bytes >= 1L << (10 * (unit + 1))) {
      unit++;
    }
    double count = bytes / (double) (1L << (10 * unit));
    String form = count == Math.rint(count) ? "%.0f%c" : "%.1f%c";
    return String.format(Locale.ROOT, form, count, UNITS.charAt(unit - 1));
  }
}
