package orchestrate.coordinator.fresh;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orchestrate.coordinator.files.FileState;

/**
 * What is remembered of an instance of a task that has succeeded.
 *
 * @param run in which it did what it does
 * @param own what it depended on, besides its input files
 * @param inputs as they were before it began, by their names
 * @param outputs as it left them, by their names
 * @param values its outputs of the form KEY=VALUE
 */
public record Success(
    String run,
    Fingerprint own,
    SortedMap<String, FileState> inputs,
    SortedMap<String, FileState> outputs,
    Map<String, String> values) {
  public Success {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    values = Map.copyOf(values);
  }

  /** All that it depended on. */
  public Fingerprint fingerprint() {
    return own.with(inputs);
  }
}
