package orchestrate.config.yaml;

import java.util.HashMap;
import java.util.Map;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * The anchors of a file. Aliases are bounded: each costs nothing in the tree, but whoever walks the
 * tree meets the node again, and aliases within aliases multiply.
 */
final class Anchors {
  static final int MAX_ALIASES = 1_000;
  static final int MAX_NODES = 100_000;

  private final Map<String, Node> nodes = new HashMap<>();
  private int aliases;
  private int expanded;

  void put(String name, Node node) {
    nodes.put(name, node);
  }

  /** The node of this anchor, null if no finished node before this place has it. */
  @Nullable Node get(String name) {
    return nodes.get(name);
  }

  /** Counts one use; false if the file now uses more than we follow. */
  boolean use(Node node, int depth) {
    aliases++;
    return aliases <= MAX_ALIASES && count(node, depth);
  }

  private boolean count(Node node, int depth) {
    expanded++;
    if (expanded > MAX_NODES || depth > YamlTree.MAX_DEPTH) {
      return false;
    }
    return switch (node) {
      case Scalar _ -> true;
      case Sequence sequence -> sequence.items().stream().allMatch(item -> count(item, depth + 1));
      case Mapping mapping ->
          mapping.entries().values().stream().allMatch(entry -> count(entry.value(), depth + 1));
    };
  }
}
