package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import orchestrate.config.ForEach;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.expression.Expression;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code for-each}. */
final class ForEachReader {
  static final Pattern DOTS = Pattern.compile("\\s*([+-]?\\d+)\\s*\\.\\.\\s*([+-]?\\d+)\\s*");
  static final List<String> SOURCES = List.of("list", "range", "files", "lines", "csv", "json");
  private static final String RANGE = "[first, last], [first, last, step] or `first..last`";

  private final Values values;
  private final Problems problems;

  ForEachReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /**
   * A fan-out as it was written.
   *
   * @param items null if there is a problem with them
   * @param item what expressions may say of the item
   */
  record FanOut(@Nullable ForEach items, Scope.Item item) {}

  FanOut read(Node node, Scope scope) {
    if (!(node instanceof Mapping mapping)) {
      values.expected("a mapping", node, "write it like `for-each: { list: [a, b] }`");
      return new FanOut(null, Scope.Item.PLAIN);
    }
    Fields fields = Fields.of(mapping, Vocabulary.FOR_EACH, problems);
    ForEach items = items(mapping, fields, scope);
    return new FanOut(items, new Scope.Item(itemName(fields.get("as")), parts(items)));
  }

  /** What an item is made of; null if that is known only when it is there. */
  private static @Nullable Set<String> parts(@Nullable ForEach items) {
    return switch (items) {
      case ForEach.Rows(var columns, _) -> new LinkedHashSet<>(columns);
      case ForEach.Items _, ForEach.Range _, ForEach.Files _, ForEach.Lines _ -> Set.of();
      case ForEach.Csv _, ForEach.Json _, ForEach.Computed _ -> null;
      case null -> null;
    };
  }

  private @Nullable ForEach items(Mapping mapping, Fields fields, Scope scope) {
    List<String> present = SOURCES.stream().filter(fields::has).toList();
    if (present.size() > 1) {
      problems.add(
          fields.positionOf(present.get(1)),
          "`for-each` has one source of items, not both `"
              + present.get(0)
              + "` and `"
              + present.get(1)
              + "`");
      return null;
    }
    if (present.isEmpty()) {
      if (fields.allKnown()) {
        problems.add(
            mapping.position(),
            "`for-each` needs one of `list`, `range`, `files`, `lines`, `csv` or `json`");
      }
      return null;
    }
    String source = present.getFirst();
    Node value = mapping.get(source);
    return value == null ? null : source(source, value, scope);
  }

  private @Nullable ForEach source(String source, Node value, Scope scope) {
    return switch (source) {
      case "list" -> list(value, scope);
      case "range" -> range(value, scope.constants());
      case "files" -> file(value, scope, ForEach.Files::new);
      case "lines" -> file(value, scope, ForEach.Lines::new);
      case "csv" -> file(value, scope, ForEach.Csv::new);
      default -> file(value, scope, ForEach.Json::new);
    };
  }

  private @Nullable ForEach file(Node value, Scope scope, Function<Template, ForEach> items) {
    Template path = values.template(value, scope);
    return path == null ? null : items.apply(path);
  }

  private @Nullable ForEach list(Node node, Scope scope) {
    return switch (node) {
      case Sequence sequence when sequence.items().stream().anyMatch(Mapping.class::isInstance) ->
          new RowsReader(values, problems).read(sequence, scope);
      case Sequence sequence -> {
        List<Template> items = values.templates(sequence, scope);
        yield items == null ? null : new ForEach.Items(items);
      }
      case Scalar scalar when !scalar.isNothing() -> computed(scalar, scope);
      case Scalar _, Mapping _ -> {
        values.expected("a list", node);
        yield null;
      }
    };
  }

  private @Nullable ForEach computed(Scalar scalar, Scope scope) {
    Template template = values.template(scalar, scope);
    if (template == null) {
      return null;
    }
    if (template.parts().size() == 1
        && template.parts().getFirst() instanceof Template.Hole(Expression list)) {
      return new ForEach.Computed(list);
    }
    values.expected("a list", scalar, "or one expression: `${{ split(params.names, ',') }}`");
    return null;
  }

  private @Nullable ForEach range(Node node, Scope scope) {
    return switch (node) {
      case Sequence sequence when sequence.items().size() == 2 || sequence.items().size() == 3 -> {
        List<Node> items = sequence.items();
        Long first = values.wholeNumber(items.get(0), scope);
        Long last = values.wholeNumber(items.get(1), scope);
        Long step = items.size() == 3 ? values.wholeNumber(items.get(2), scope) : Long.valueOf(1);
        yield first == null || last == null || step == null
            ? null
            : checked(node, new ForEach.Range(first, last, step));
      }
      case Scalar scalar when !scalar.isNothing() -> dots(scalar, scope);
      case Scalar _, Sequence _, Mapping _ -> {
        values.expected(RANGE, node);
        yield null;
      }
    };
  }

  private @Nullable ForEach dots(Scalar scalar, Scope scope) {
    String text = values.text(scalar, scope);
    if (text == null) {
      return null;
    }
    var match = DOTS.matcher(text);
    Long first = match.matches() ? Values.parse(match.group(1)) : null;
    Long last = match.matches() ? Values.parse(match.group(2)) : null;
    if (first == null || last == null) {
      problems.add(scalar.position(), "expected " + RANGE + ", found " + quoted(text.strip()));
      return null;
    }
    return checked(scalar, new ForEach.Range(first, last, 1));
  }

  private @Nullable ForEach checked(Node node, ForEach.Range range) {
    if (range.step() == 0) {
      problems.add(
          node.position(),
          "a range can't have the step 0",
          "a step below 0 counts down, such as [10, 1, -1]");
      return null;
    }
    if (range.count().orElseThrow() > Integer.MAX_VALUE) {
      problems.add(
          node.position(),
          "a range can't have more than " + Integer.MAX_VALUE + " items",
          "take a larger step, and let each instance do all up to the next");
      return null;
    }
    return range;
  }

  private String itemName(@Nullable Node node) {
    if (node == null) {
      return "item";
    }
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      values.expected("a name", node);
      return "item";
    }
    values.checkName(scalar.text(), scalar.position());
    return scalar.text();
  }
}
