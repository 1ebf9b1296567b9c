package orchestrate.config;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a task waits for of another.
 *
 * @param task the other's name
 */
public record Need(String task, When when) {
  /** How the other has to be for the task to start. */
  public enum When {
    /** It succeeded, or was allowed to fail, or its own condition said that it isn't wanted. */
    SUCCESS,

    /** It is over, however it went. */
    COMPLETED,

    /** It is a service, and can be used; of a service SUCCESS says the same. */
    READY;

    /** Null if none is written so. */
    public static @Nullable When of(String written) {
      return Arrays.stream(values())
          .filter(when -> when.written().equals(written))
          .findFirst()
          .orElse(null);
    }

    /** As it is written in the job file. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
