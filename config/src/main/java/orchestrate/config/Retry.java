package orchestrate.config;

import java.time.Duration;

/**
 * How often a failed task is tried again.
 *
 * @param max attempts after the first
 * @param delay pause before each of them
 */
public record Retry(int max, Duration delay) {
  public static final Retry NONE = new Retry(0, Duration.ZERO);
}
