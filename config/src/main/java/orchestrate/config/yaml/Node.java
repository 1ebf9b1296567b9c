package orchestrate.config.yaml;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import orchestrate.config.Position;
import org.jspecify.annotations.Nullable;

/** A value in a YAML file. An alias stands in the tree as the very node it names. */
public sealed interface Node {
  /** Where it begins; never longer than its first line. */
  Position position();

  /** What it is, for messages: "a mapping". */
  String kind();

  /**
   * Text, a number, true, false or nothing: YAML's guess at the type is left to who reads it.
   *
   * @param endLine where it ends, counted from 1
   */
  record Scalar(String text, Style style, Position position, int endLine) implements Node {
    /** Nothing was written, or {@code null} or {@code ~}. */
    public boolean isNothing() {
      return style == Style.PLAIN
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    @Override
    public String kind() {
      return isNothing() ? "nothing" : "a single value";
    }
  }

  /** How a scalar is written. */
  enum Style {
    PLAIN,
    QUOTED,
    BLOCK
  }

  record Sequence(List<Node> items, Position position) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys and their values.
   *
   * @param entries in the order of the file. They are not copied, for there may be a great many:
   *     who made them leaves them alone from here on
   */
  record Mapping(Map<String, Entry> entries, Position position) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(entries);
    }

    /** The value of this key, null if it is not there. */
    public @Nullable Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Node value) {}
}
