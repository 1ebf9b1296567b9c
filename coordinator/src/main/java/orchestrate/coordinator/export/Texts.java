package orchestrate.coordinator.export;

import java.util.concurrent.TimeUnit;

/** Numbers and texts as other programs want them. */
final class Texts {
  private Texts() {}

  /** At most so many characters of a text; half a character is not left over. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean within = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, within ? most - 1 : most) + "...";
  }

  /** Seconds with three decimals, "0.250", rounded down. */
  static StringBuilder seconds(StringBuilder to, long nanos) {
    return fixed(to, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  /** Microseconds with three decimals. */
  static StringBuilder micros(StringBuilder to, long nanos) {
    return fixed(to, nanos);
  }

  /** A number of thousandths, not negative. */
  private static StringBuilder fixed(StringBuilder to, long thousandths) {
    long rest = thousandths % 1000;
    to.append(thousandths / 1000).append('.');
    return to.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
  }
}
