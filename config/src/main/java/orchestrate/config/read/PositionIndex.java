package orchestrate.config.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Position;
import orchestrate.config.Positions;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;

/** Notes where everything in a tree stands. */
final class PositionIndex {
  /** Of a longer list the elements are told by the list: a million items would cost much memory. */
  private static final int MAX_ELEMENTS = 1_000;

  private final Map<List<String>, Position> keys = new HashMap<>();
  private final Map<List<String>, Position> values = new HashMap<>();

  private PositionIndex() {}

  static Positions of(Node root) {
    var index = new PositionIndex();
    index.visit(root, List.of());
    return new Positions(root.position().source().start(), index.keys, index.values);
  }

  private void visit(Node node, List<String> path) {
    values.put(path, node.position());
    switch (node) {
      case Scalar _ -> {}
      case Sequence sequence -> {
        int count = Math.min(MAX_ELEMENTS, sequence.items().size());
        for (int i = 0; i < count; i++) {
          visit(sequence.items().get(i), below(path, Integer.toString(i)));
        }
      }
      case Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (name, entry) -> {
                    List<String> key = below(path, name);
                    keys.put(key, entry.key().position());
                    visit(entry.value(), key);
                  });
    }
  }

  private static List<String> below(List<String> path, String name) {
    var below = new ArrayList<String>(path.size() + 1);
    below.addAll(path);
    below.add(name);
    return List.copyOf(below);
  }
}
