package orchestrate.config.read;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import org.jspecify.annotations.Nullable;

/** Reads {@code semaphores}, {@code events} and {@code barriers}. */
final class NamedObjectsReader {
  /** What the lock word of a semaphore has room for. */
  private static final int MAX_PERMITS = 131_071;

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  NamedObjectsReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /** The names of a section, and the numbers of those whose number is sound. */
  record Numbered(
      Declared declared, Map<String, Position> positions, Map<String, Integer> numbers) {}

  Numbered semaphores(@Nullable Node section) {
    return numbered("semaphore", section, "a mapping of names to permits", this::permits);
  }

  Numbered barriers(@Nullable Node section) {
    return numbered("barrier", section, "a mapping of names to parties", this::parties);
  }

  Declared events(@Nullable Node section) {
    if (section == null) {
      return new Declared("event", Set.of(), true);
    }
    int before = problems.count();
    var names = new LinkedHashSet<String>();
    for (Name name : values.names(section)) {
      values.checkName(name.text(), name.position());
      names.add(name.text());
    }
    return new Declared("event", names, problems.count() == before);
  }

  private interface NumberReader {
    @Nullable Integer read(Node node);
  }

  private Numbered numbered(
      String what, @Nullable Node section, String expected, NumberReader reader) {
    Mapping mapping = section == null ? null : values.mapping(section, expected);
    if (mapping == null) {
      return new Numbered(new Declared(what, Set.of(), section == null), Map.of(), Map.of());
    }
    var positions = new LinkedHashMap<String, Position>();
    var numbers = new LinkedHashMap<String, Integer>();
    for (var entry : mapping.entries().values()) {
      String name = entry.key().text();
      values.checkName(name, entry.key().position());
      positions.put(name, entry.key().position());
      Integer number = reader.read(entry.value());
      if (number != null) {
        numbers.put(name, number);
      }
    }
    return new Numbered(new Declared(what, mapping.entries().keySet(), true), positions, numbers);
  }

  private @Nullable Integer permits(Node node) {
    Node permits = node;
    if (node instanceof Mapping mapping) {
      Fields fields = Fields.of(mapping, Vocabulary.SEMAPHORE, problems);
      permits = fields.get("permits");
      if (permits == null) {
        if (fields.allKnown()) {
          problems.add(node.position(), "the semaphore has no `permits`");
        }
        return null;
      }
    }
    return values.wholeNumber(permits, scope, "a semaphore's permits", 1, MAX_PERMITS);
  }

  private @Nullable Integer parties(Node node) {
    return values.wholeNumber(node, scope, "a barrier's parties", 1, Integer.MAX_VALUE);
  }
}
