package orchestrate.config.read;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations such as {@code 500ms}, {@code 30s}, {@code 1h30m}. */
public final class Durations {
  static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,12})d)?(?:(\\d{1,12})h)?(?:(\\d{1,12})m)?(?:(\\d{1,12})s)?(?:(\\d{1,12})ms)?");

  /** Nobody waits longer, and a clock that counts nanoseconds could not say much more. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /** Null if the text is no duration. It may be {@link #isTooLong}. */
  public static @Nullable Duration parse(String text) {
    var match = FORM.matcher(text);
    if (text.isEmpty() || !match.matches()) {
      return null;
    }
    return Duration.ofDays(number(match.group(1)))
        .plusHours(number(match.group(2)))
        .plusMinutes(number(match.group(3)))
        .plusSeconds(number(match.group(4)))
        .plusMillis(number(match.group(5)));
  }

  /** As it is written in a job file. */
  public static String text(Duration duration) {
    String text =
        part(duration.toDaysPart(), "d")
            + part(duration.toHoursPart(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s")
            + part(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text;
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }

  /** Whether it is longer than anybody waits. */
  public static boolean isTooLong(Duration duration) {
    return duration.compareTo(LONGEST) > 0;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
