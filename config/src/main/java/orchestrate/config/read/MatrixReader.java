package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.ForEach;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code matrix}: axes with their values, {@code include} and {@code exclude}. */
final class MatrixReader {
  private static final int MAX_COMBINATIONS = 100_000;
  static final String INCLUDE = "include";
  static final String EXCLUDE = "exclude";

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  /**
   * @param scope what is known when the file is read
   */
  MatrixReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /** Null if there is a problem with it. */
  ForEach.@Nullable Rows read(Node node) {
    int before = problems.count();
    Mapping matrix = values.mapping(node, "a mapping of names to lists");
    if (matrix == null) {
      return null;
    }
    Map<String, List<String>> axes = axes(matrix);
    List<Map<String, String>> excluded = rows(matrix.get(EXCLUDE), axes.keySet());
    List<Map<String, String>> included = rows(matrix.get(INCLUDE), Set.of());
    if (problems.count() > before || isTooLarge(matrix, axes)) {
      return null;
    }
    var combinations = new Combinations(axes);
    excluded.forEach(combinations::exclude);
    combinations.include(included);
    if (combinations.rows().isEmpty()) {
      problems.add(
          matrix.position(),
          "the matrix has no combination",
          "give it lists with values, and let `exclude` leave some");
      return null;
    }
    return table(combinations);
  }

  private Map<String, List<String>> axes(Mapping matrix) {
    var axes = new LinkedHashMap<String, List<String>>();
    for (Entry entry : matrix.entries().values()) {
      Scalar key = entry.key();
      if (!key.text().equals(INCLUDE) && !key.text().equals(EXCLUDE)) {
        values.checkName(key.text(), key.position());
        axes.put(key.text(), axis(key, entry.value()));
      }
    }
    return axes;
  }

  private List<String> axis(Scalar key, Node node) {
    List<String> texts =
        node instanceof Scalar scalar && !scalar.isNothing()
            ? values.listed(scalar, scope)
            : values.texts(node, scope);
    if (texts.isEmpty()) {
      problems.add(node.position(), quoted(key.text()) + " has no value");
    }
    return texts;
  }

  /**
   * Mappings of names to texts.
   *
   * @param known the names that there are; empty if any will do
   */
  private List<Map<String, String>> rows(@Nullable Node node, Set<String> known) {
    var rows = new ArrayList<Map<String, String>>();
    switch (node) {
      case null -> {}
      case Sequence sequence -> sequence.items().forEach(item -> rows.add(row(item, known)));
      case Node other -> values.expected("a list of mappings", other);
    }
    return rows;
  }

  private Map<String, String> row(Node node, Set<String> known) {
    var row = new LinkedHashMap<String, String>();
    Mapping mapping = values.mapping(node, "a mapping of names to values");
    if (mapping != null) {
      for (Entry entry : mapping.entries().values()) {
        Scalar key = entry.key();
        if (!known.isEmpty() && !known.contains(key.text())) {
          String hint = DidYouMean.hint(key.text(), known);
          problems.add(key.position(), "the matrix has no " + quoted(key.text()), hint);
        }
        String text = values.text(entry.value(), scope);
        row.put(key.text(), text == null ? "" : text);
      }
    }
    return row;
  }

  private boolean isTooLarge(Mapping matrix, Map<String, List<String>> axes) {
    double product = axes.values().stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
    if (product <= MAX_COMBINATIONS) {
      return false;
    }
    problems.add(
        matrix.position(),
        "the matrix has %.0f combinations, and can have %d".formatted(product, MAX_COMBINATIONS),
        "`for-each` with `range` or `lines` takes more");
    return true;
  }

  /** What a combination lacks is an empty text. */
  private static ForEach.Rows table(Combinations combinations) {
    List<String> columns = combinations.columns();
    return new ForEach.Rows(
        columns,
        combinations.rows().stream()
            .map(
                row ->
                    columns.stream()
                        .map(column -> Template.literal(row.getOrDefault(column, "")))
                        .toList())
            .toList());
  }
}
