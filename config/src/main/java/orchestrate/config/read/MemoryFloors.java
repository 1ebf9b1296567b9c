package orchestrate.config.read;

import java.util.regex.Pattern;
import orchestrate.config.MemoryFloor;
import org.jspecify.annotations.Nullable;

/** How a floor of free memory is written: {@code 512m}, {@code 5%}, or {@code 0} for none. */
public final class MemoryFloors {
  /** For messages. */
  public static final String FORMS = "a size such as `512m`, a share such as `5%`, or `0`";

  static final Pattern PERCENT = Pattern.compile("(\\d{1,2})%");

  private MemoryFloors() {}

  /** Null if the text is none. */
  public static @Nullable MemoryFloor parse(String text) {
    var percent = PERCENT.matcher(text);
    if (percent.matches()) {
      return new MemoryFloor.Percent(Integer.parseInt(percent.group(1)));
    }
    Long bytes = text.equals("0") ? Long.valueOf(0) : Sizes.parse(text);
    return bytes == null ? null : new MemoryFloor.Bytes(bytes);
  }
}
