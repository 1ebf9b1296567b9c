package orchestrate.worker.protocol;

import java.util.Map;

/**
 * The secrets of a task, by the names of the variables that it has them by. It does not tell them
 * unasked.
 */
public record Secrets(Map<String, String> values) {
  /** Of a task that has none. */
  public static final Secrets NONE = new Secrets(Map.of());

  public Secrets {
    values = Map.copyOf(values);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Their names. */
  @Override
  public String toString() {
    return "secrets " + values.keySet();
  }
}
