package orchestrate.coordinator.fresh;

import java.util.Map;
import java.util.SortedMap;
import orchestrate.coordinator.files.FileState;
import org.jspecify.annotations.Nullable;

/**
 * What a work depends on, just before it begins.
 *
 * @param own all but the input files
 * @param inputs the input files by their names
 * @param before its last success; null if none is known
 */
public record Begun(
    Work work, Fingerprint own, SortedMap<String, FileState> inputs, @Nullable Success before) {
  Fingerprint fingerprint() {
    return own.with(inputs);
  }

  /** The run in which it succeeded last; null if none is known. */
  public @Nullable String lastRun() {
    return before == null ? null : before.run();
  }

  /** What it gave as outputs of the form KEY=VALUE when it succeeded. */
  public Map<String, String> values() {
    return before == null ? Map.of() : before.values();
  }
}
