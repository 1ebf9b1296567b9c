package orchestrate.config;

import java.util.List;
import java.util.Map;

/**
 * Where the keys and values of a job file stand; elements of a sequence are named by their index.
 */
public final class Positions {
  private final Position start;
  private final Map<List<String>, Position> keys;
  private final Map<List<String>, Position> values;

  /**
   * @param start of the file: where that stands which has no place
   */
  public Positions(
      Position start, Map<List<String>, Position> keys, Map<List<String>, Position> values) {
    this.start = start;
    this.keys = Map.copyOf(keys);
    this.values = Map.copyOf(values);
  }

  /** Where the key at this path stands, or the nearest one above it. */
  public Position ofKey(String... path) {
    return nearest(keys, List.of(path));
  }

  /** Where the value at this path stands, or the nearest one above it. */
  public Position ofValue(String... path) {
    return nearest(values, List.of(path));
  }

  private Position nearest(Map<List<String>, Position> positions, List<String> path) {
    for (int depth = path.size(); depth > 0; depth--) {
      Position position = positions.get(path.subList(0, depth));
      if (position != null) {
        return position;
      }
    }
    return start;
  }
}
