package orchestrate.config.read;

import static java.util.Objects.requireNonNull;
import static orchestrate.config.Problems.quoted;

import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** A mapping with a fixed set of keys; the others were complained of when it was made. */
final class Fields {
  private final Mapping mapping;
  private final boolean allKnown;

  private Fields(Mapping mapping, boolean allKnown) {
    this.mapping = mapping;
    this.allKnown = allKnown;
  }

  static Fields of(Mapping mapping, Vocabulary place, Problems problems) {
    boolean allKnown = true;
    for (var entry : mapping.entries().values()) {
      Scalar key = entry.key();
      if (!place.known().contains(key.text())) {
        allKnown = false;
        complain(key, place, problems);
      }
    }
    return new Fields(mapping, allKnown);
  }

  private static void complain(Scalar key, Vocabulary place, Problems problems) {
    String name = key.text();
    if (name.equals("<<")) {
      problems.add(
          key.position(),
          "`<<` is not supported: it is not part of YAML 1.2",
          "an alias can stand for a whole value; `defaults` has what all tasks share");
    } else {
      problems.add(key.position(), "unknown key " + quoted(name), KeyHints.of(name, place));
    }
  }

  /** Whether there was no key that might have been meant for another. */
  boolean allKnown() {
    return allKnown;
  }

  @Nullable Node get(String key) {
    return mapping.get(key);
  }

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  /** Where a key that is there stands. */
  Position positionOf(String key) {
    return requireNonNull(mapping.entries().get(key)).key().position();
  }
}
