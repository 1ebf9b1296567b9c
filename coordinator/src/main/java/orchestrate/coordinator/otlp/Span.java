package orchestrate.coordinator.otlp;

import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A span that is over. Times are nanoseconds since 1970.
 *
 * @param parent the id of the span that it is part of; 0 if it is the root of its trace
 * @param error what went wrong; null if nothing did
 */
public record Span(
    TraceContext context,
    long parent,
    Kind kind,
    String name,
    long start,
    long end,
    Attributes attributes,
    @Nullable String error) {
  /** What part it takes in what its parent does. */
  public enum Kind {
    INTERNAL(1),
    SERVER(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /** The number of a status that means an error. */
  static final int STATUS_ERROR = 2;
}
