package orchestrate.config.read;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import orchestrate.config.MemoryFloor;
import orchestrate.config.Problems;
import orchestrate.config.Recycle;
import orchestrate.config.TaskThreads;
import orchestrate.config.Workers;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code workers}. */
final class WorkersReader {
  static final int MOST_WORKERS = 4096;
  static final int MOST_THREADS = 256;
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);
  private static final long LEAST_MEMORY = 64L << 20;

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
        threads(fields.get("threads")),
        recycle(fields.get("recycle")),
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
    Integer count = values.wholeNumber(node, scope, "the number of workers", 1, MOST_WORKERS);
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

  private TaskThreads threads(@Nullable Node node) {
    if (node == null) {
      return TaskThreads.ONE;
    }
    if (node instanceof Scalar scalar && scalar.text().equals("virtual")) {
      return TaskThreads.VIRTUAL;
    }
    if (node instanceof Scalar scalar && scalar.text().matches("[A-Za-z]+")) {
      values.expected("a whole number or `virtual`", node);
      return TaskThreads.ONE;
    }
    Integer count =
        values.wholeNumber(node, scope, "the number of threads in a worker", 1, MOST_THREADS);
    return count == null ? TaskThreads.ONE : TaskThreads.platform(count);
  }

  private Recycle recycle(@Nullable Node node) {
    if (node == null) {
      return Recycle.NEVER;
    }
    Mapping mapping = values.mapping(node, "a mapping such as `{ after-tasks: 10000 }`");
    if (mapping == null) {
      return Recycle.NEVER;
    }
    Fields fields = Fields.of(mapping, Vocabulary.RECYCLE, problems);
    return new Recycle(
        afterTasks(fields.get("after-tasks")),
        after(fields.get("after")),
        aboveMemory(fields.get("above-memory")));
  }

  private OptionalInt afterTasks(@Nullable Node node) {
    Integer tasks =
        node == null
            ? null
            : values.wholeNumber(node, scope, "the number of tasks", 1, Integer.MAX_VALUE);
    return tasks == null ? OptionalInt.empty() : OptionalInt.of(tasks);
  }

  private @Nullable Duration after(@Nullable Node node) {
    Duration after = node == null ? null : values.duration(node, scope);
    if (after != null && after.compareTo(SHORTEST_LIFE) < 0) {
      problems.add(
          requireNonNull(node).position(),
          "a worker lives for a second at least",
          "it has to boot");
      return null;
    }
    return after;
  }

  private OptionalLong aboveMemory(@Nullable Node node) {
    Long size = node == null ? null : values.size(node, scope);
    if (size != null && size < LEAST_MEMORY) {
      problems.add(
          requireNonNull(node).position(),
          "a worker takes more than that before its first task",
          "write `64m` or more");
      return OptionalLong.empty();
    }
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private List<String> texts(@Nullable Node node) {
    return node == null ? List.of() : values.texts(node, scope);
  }
}
