package orchestrate.config;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a job file.
 *
 * @param text what is wrong, as a sentence without its full stop
 * @param hint what to do about it, where there is something better to say than "mend it"
 */
public record Problem(Position position, String text, @Nullable String hint) {
  public Problem(Position position, String text) {
    this(position, text, null);
  }
}
