package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import orchestrate.config.DeclaredQueue;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code semaphores}, {@code locks}, {@code events}, {@code barriers}, {@code latches},
 * {@code counters} and {@code queues}. In the memory that tasks share each has its place by its
 * name alone, so no two have the same.
 */
final class NamedObjectsReader {
  /** What the lock word of a semaphore has room for. */
  static final int MAX_PERMITS = 131_071;

  private final Values values;
  private final Problems problems;
  private final Scope scope;
  private final Map<String, Named> named = new HashMap<>();

  NamedObjectsReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /** What a name names, and where. */
  private record Named(String what, Position position) {}

  /**
   * The names of a section, and what it says of each where that is sound.
   *
   * @param positions of the names
   */
  record Section<T>(Declared declared, Map<String, Position> positions, Map<String, T> values) {}

  Section<Integer> semaphores(@Nullable Node section) {
    return section("semaphore", section, "a mapping of names to permits", this::permits);
  }

  Section<Integer> barriers(@Nullable Node section) {
    return section("barrier", section, "a mapping of names to parties", this::parties);
  }

  Section<Integer> latches(@Nullable Node section) {
    return section("latch", section, "a mapping of names to counts", this::count);
  }

  Section<DeclaredQueue> queues(@Nullable Node section) {
    var reader = new QueueReader(values, problems, scope);
    return section("queue", section, "a mapping of names to capacities", reader::read);
  }

  /** The names of a section that says nothing else of its objects. */
  Declared names(String what, @Nullable Node section) {
    if (section == null) {
      return new Declared(what, Set.of(), true);
    }
    int before = problems.count();
    var names = new LinkedHashSet<String>();
    for (Name name : values.names(section)) {
      check(what, name.text(), name.position());
      names.add(name.text());
    }
    return new Declared(what, names, problems.count() == before);
  }

  private void check(String what, String name, Position position) {
    values.checkName(name, position);
    Named other = named.putIfAbsent(name, new Named(what, position));
    if (other != null && !other.what().equals(what)) {
      problems.add(
          position,
          "%s names %s %s already"
              .formatted(quoted(name), other.what().equals("event") ? "an" : "a", other.what()),
          "it is %s; give one of the two another name"
              .formatted(other.position().seenFrom(position)));
    }
  }

  private interface ValueReader<T> {
    @Nullable T read(Node node);
  }

  private <T> Section<T> section(
      String what, @Nullable Node section, String expected, ValueReader<T> reader) {
    Mapping mapping = section == null ? null : values.mapping(section, expected);
    if (mapping == null) {
      return new Section<>(new Declared(what, Set.of(), section == null), Map.of(), Map.of());
    }
    var positions = new LinkedHashMap<String, Position>();
    var sound = new LinkedHashMap<String, T>();
    for (var entry : mapping.entries().values()) {
      String name = entry.key().text();
      check(what, name, entry.key().position());
      positions.put(name, entry.key().position());
      T value = reader.read(entry.value());
      if (value != null) {
        sound.put(name, value);
      }
    }
    return new Section<>(new Declared(what, mapping.entries().keySet(), true), positions, sound);
  }

  private @Nullable Integer permits(Node node) {
    Node permits = node;
    if (node instanceof Mapping mapping) {
      Fields fields = Fields.of(mapping, Vocabulary.SEMAPHORE, problems);
      checkBounded(fields.get("bounded"));
      permits = fields.get("permits");
      if (permits == null) {
        if (fields.allKnown()) {
          problems.add(
              node.position(), "the semaphore has no `permits`", "write it like `disk: 2`");
        }
        return null;
      }
    }
    return values.wholeNumber(permits, scope, "a semaphore's permits", 1, MAX_PERMITS);
  }

  /** All semaphores of a job are: nobody gives back more than was taken. */
  private void checkBounded(@Nullable Node bounded) {
    if (bounded != null && Boolean.FALSE.equals(values.flag(bounded, scope))) {
      problems.add(
          bounded.position(),
          "a semaphore of a job is always bounded",
          "to tell others of something, use an event, a latch or a queue");
    }
  }

  private @Nullable Integer count(Node node) {
    return values.wholeNumber(node, scope, "a latch's count", 0, Integer.MAX_VALUE);
  }

  private @Nullable Integer parties(Node node) {
    return values.wholeNumber(node, scope, "a barrier's parties", 1, Integer.MAX_VALUE);
  }
}
