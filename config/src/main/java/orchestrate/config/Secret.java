package orchestrate.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that only the tasks may have that name it. It is told by {@link #value} alone, so that
 * whoever prints what has one does not print it.
 */
public final class Secret {
  private final String value;
  private final @Nullable String variable;

  /**
   * @param variable of the environment of this process, which it comes from; null for a file
   */
  public Secret(String value, @Nullable String variable) {
    this.value = value;
    this.variable = variable;
  }

  /** What must not be shown, written down, or be an argument of a program. */
  public String value() {
    return value;
  }

  /** The variable of this process that has it; null if it comes from a file. */
  public @Nullable String variable() {
    return variable;
  }

  @Override
  public String toString() {
    return "***";
  }
}
