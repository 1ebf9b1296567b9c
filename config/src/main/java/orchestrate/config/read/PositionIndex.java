package orchestrate.config.read;

import java.util.HashMap;
import java.util.Map;
import orchestrate.config.Position;
import orchestrate.config.Positions;
import orchestrate.config.Positions.Place;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Notes where everything in a tree stands. */
final class PositionIndex {
  /** Of a longer list the elements are told by the list: a million items would cost much memory. */
  private static final int MAX_ELEMENTS = 1_000;

  private PositionIndex() {}

  static Positions of(Node root) {
    return new Positions(place(null, root));
  }

  private static Place place(@Nullable Position key, Node node) {
    return new Place(key, node.position(), within(node));
  }

  private static Map<String, Place> within(Node node) {
    return switch (node) {
      case Scalar _ -> Map.of();
      case Sequence sequence -> {
        int count = Math.min(MAX_ELEMENTS, sequence.items().size());
        Map<String, Place> elements = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
          elements.put(Integer.toString(i), place(null, sequence.items().get(i)));
        }
        yield elements;
      }
      case Mapping mapping -> {
        Map<String, Place> values = HashMap.newHashMap(mapping.entries().size());
        mapping
            .entries()
            .forEach(
                (name, entry) -> values.put(name, place(entry.key().position(), entry.value())));
        yield values;
      }
    };
  }
}
