package orchestrate.config.read;

import java.util.List;
import java.util.OptionalInt;
import orchestrate.config.MemoryFloor;
import orchestrate.config.Problems;
import orchestrate.config.Workers;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code workers}. */
final class WorkersReader {
  private final Values values;
  private final Problems problems;
  private final Scope scope;

  WorkersReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  Workers read(@Nullable Node section) {
    if (section == null) {
      return Workers.DEFAULT;
    }
    if (!(section instanceof Mapping mapping)) {
      values.expected("a mapping", section, "write it like `workers: { count: 4 }`");
      return Workers.DEFAULT;
    }
    Fields fields = Fields.of(mapping, Vocabulary.WORKERS, problems);
    return new Workers(
        count(fields.get("count")),
        texts(fields.get("class-path")),
        texts(fields.get("java-options")),
        memoryFloor(fields.get("memory-floor")),
        flag(fields.get("jobserver")));
  }

  private OptionalInt count(@Nullable Node node) {
    if (node == null || (node instanceof Scalar scalar && scalar.text().equals("cores"))) {
      return OptionalInt.empty();
    }
    if (node instanceof Scalar scalar && scalar.text().matches("[A-Za-z]+")) {
      values.expected("`cores` or a whole number", node);
      return OptionalInt.empty();
    }
    Integer count = values.wholeNumber(node, scope, "the number of workers", 1, 4096);
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  private MemoryFloor memoryFloor(@Nullable Node node) {
    String text = node == null ? null : values.text(node, scope);
    if (node == null || text == null) {
      return Workers.DEFAULT.memoryFloor();
    }
    MemoryFloor floor = MemoryFloors.parse(text.strip());
    if (floor == null) {
      values.expected(MemoryFloors.FORMS, node);
      return Workers.DEFAULT.memoryFloor();
    }
    return floor;
  }

  private boolean flag(@Nullable Node node) {
    return node != null && Boolean.TRUE.equals(values.flag(node, scope));
  }

  private List<String> texts(@Nullable Node node) {
    return node == null ? List.of() : values.texts(node, scope);
  }
}
