package orchestrate.config.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Position;
import orchestrate.config.Positions;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** A place in a job file is a node of its tree: found when it is asked for, which is seldom. */
record NodePlace(@Nullable Position key, Node node) implements Positions.Place {
  /** The elements of a longer list are told by the list: a million would stay in memory. */
  private static final int MAX_ELEMENTS = 1_000;

  static Positions of(Node root) {
    return new Positions(new NodePlace(null, withoutLongLists(root)));
  }

  @Override
  public Position value() {
    return node.position();
  }

  @Override
  public Positions.@Nullable Place within(String name) {
    return switch (node) {
      case Scalar _ -> null;
      case Sequence sequence -> element(sequence.items(), name);
      case Mapping mapping -> {
        Entry entry = mapping.entries().get(name);
        yield entry == null ? null : new NodePlace(entry.key().position(), entry.value());
      }
    };
  }

  private static @Nullable NodePlace element(List<Node> items, String name) {
    for (int i = 0; i < items.size(); i++) {
      if (name.equals(Integer.toString(i))) {
        return new NodePlace(null, items.get(i));
      }
    }
    return null;
  }

  /** The same node if it has none, so that little is copied. */
  private static Node withoutLongLists(Node node) {
    if (!hasLongList(node)) {
      return node;
    }
    if (!(node instanceof Mapping(Map<String, Entry> entries, Position position))) {
      return new Sequence(List.of(), node.position());
    }
    var shorter = new LinkedHashMap<String, Entry>();
    entries.forEach(
        (name, entry) ->
            shorter.put(name, new Entry(entry.key(), withoutLongLists(entry.value()))));
    return new Mapping(shorter, position);
  }

  /** Without a switch over types: each costs a class at its first use, and every run asks this. */
  private static boolean hasLongList(Node node) {
    if (node instanceof Mapping mapping) {
      for (Entry entry : mapping.entries().values()) {
        if (hasLongList(entry.value())) {
          return true;
        }
      }
    }
    return node instanceof Sequence sequence && sequence.items().size() > MAX_ELEMENTS;
  }
}
