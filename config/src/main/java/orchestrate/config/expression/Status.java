package orchestrate.config.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a condition can ask of the tasks that its task needs. */
public enum Status {
  /** All of them have succeeded, or were not meant to run. */
  SUCCESS("success"),
  /** One of them, or one that it needed in turn, has failed. */
  FAILURE("failure"),
  /** The run is being stopped. */
  CANCELLED("cancelled"),
  /** True whatever has happened. */
  ALWAYS("always");

  private final String written;

  Status(String written) {
    this.written = written;
  }

  public String written() {
    return written;
  }

  static @Nullable Status called(String name) {
    return Arrays.stream(values()).filter(s -> s.written.equals(name)).findAny().orElse(null);
  }
}
