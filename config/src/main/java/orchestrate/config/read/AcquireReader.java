package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;

/** Reads {@code acquire}: a semaphore or lock, several, or several with counts. */
final class AcquireReader {
  private final Surroundings file;
  private final Values values;
  private final Problems problems;
  private final Scope scope;
  private final SortedMap<String, Integer> permits = new TreeMap<>();

  AcquireReader(Surroundings file, Values values, Problems problems, Scope scope) {
    this.file = file;
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /** Sorted by name: the one order in which every task takes them. */
  Map<String, Integer> read(Node node) {
    if (node instanceof Mapping mapping) {
      for (var entry : mapping.entries().values()) {
        var name = new Name(entry.key().text(), entry.key().position());
        Integer count =
            values.wholeNumber(entry.value(), scope, "permits to acquire", 1, Integer.MAX_VALUE);
        if (file.acquirable().knows(name, problems) && count != null) {
          put(name, count, entry.value().position());
        }
      }
    } else {
      for (Name name : file.acquirable().resolve(values.names(node), problems)) {
        put(name, 1, name.position());
      }
    }
    return permits;
  }

  private void put(Name name, int count, Position place) {
    permits.put(name.text(), count);
    Integer available = file.permits().get(name.text());
    if (count > 1 && file.locks().contains(name.text())) {
      problems.add(place, "%s is a lock: one task has it or none".formatted(quoted(name.text())));
    } else if (available != null && count > available) {
      problems.add(
          place,
          "the semaphore %s has %s; %d can never be acquired"
              .formatted(
                  quoted(name.text()),
                  available == 1 ? "1 permit" : available + " permits",
                  count));
    }
  }
}
