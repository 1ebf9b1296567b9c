package orchestrate.config.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The combinations of a matrix: the product of its axes, less what is excluded, and what is
 * included, with the meanings that GitHub Actions gives to these.
 */
final class Combinations {
  private final Set<String> axes;
  private final List<Map<String, String>> rows = new ArrayList<>();

  Combinations(Map<String, List<String>> axes) {
    this.axes = axes.keySet();
    if (!axes.isEmpty()) {
      rows.add(new LinkedHashMap<>());
    }
    axes.forEach(this::multiply);
  }

  private void multiply(String axis, List<String> texts) {
    var shorter = List.copyOf(rows);
    rows.clear();
    for (var row : shorter) {
      for (String text : texts) {
        var longer = new LinkedHashMap<>(row);
        longer.put(axis, text);
        rows.add(longer);
      }
    }
  }

  /** Takes away those that are as {@code pattern} says, whatever else they are. */
  void exclude(Map<String, String> pattern) {
    rows.removeIf(row -> row.entrySet().containsAll(pattern.entrySet()));
  }

  /**
   * Adds the parts that are no axes to the combinations that are as the others say; if there is
   * none, it is a combination of its own.
   */
  void include(List<Map<String, String>> additions) {
    var ofProduct = List.copyOf(rows);
    for (Map<String, String> addition : additions) {
      var pattern = new LinkedHashMap<>(addition);
      pattern.keySet().retainAll(axes);
      boolean found = false;
      for (var row : ofProduct) {
        if (row.entrySet().containsAll(pattern.entrySet())) {
          row.putAll(addition);
          found = true;
        }
      }
      if (!found) {
        rows.add(new LinkedHashMap<>(addition));
      }
    }
  }

  List<Map<String, String>> rows() {
    return rows;
  }

  /** The axes, and what was added to them. */
  List<String> columns() {
    var columns = new LinkedHashSet<>(axes);
    rows.forEach(row -> columns.addAll(row.keySet()));
    return List.copyOf(columns);
  }
}
