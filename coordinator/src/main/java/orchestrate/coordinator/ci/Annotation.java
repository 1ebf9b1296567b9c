package orchestrate.coordinator.ci;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be shown at a place in a file.
 *
 * @param file as the user would name it
 * @param line counted from 1
 * @param column the first, counted from 1
 * @param endColumn the first after it
 * @param title in a few words; null if the message needs none
 * @param message may have several lines
 */
public record Annotation(
    Severity severity,
    Path file,
    int line,
    int column,
    int endColumn,
    @Nullable String title,
    String message) {
  /** GitHub shows no more of a severity for each step. */
  public static final int MOST = 10;

  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING
  }
}
