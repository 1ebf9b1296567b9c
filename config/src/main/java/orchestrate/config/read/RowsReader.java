package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.ForEach;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads a list of mappings, which all have the keys that the first has. */
final class RowsReader {
  private final Values values;
  private final Problems problems;

  RowsReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Null if there is a problem with it. */
  @Nullable ForEach read(Sequence sequence, Scope scope) {
    int before = problems.count();
    var rows = new ArrayList<List<Template>>();
    List<String> columns = null;
    for (Node item : sequence.items()) {
      Mapping row = values.mapping(item, "a mapping, as the others of the list are");
      if (row != null) {
        if (columns == null) {
          columns = List.copyOf(row.entries().keySet());
        }
        rows.add(row(row, columns, scope));
      }
    }
    return problems.count() > before || columns == null ? null : new ForEach.Rows(columns, rows);
  }

  private List<Template> row(Mapping row, List<String> columns, Scope scope) {
    for (Entry entry : row.entries().values()) {
      Scalar key = entry.key();
      if (!columns.contains(key.text())) {
        problems.add(
            key.position(),
            "the first item has no " + quoted(key.text()),
            DidYouMean.hint(key.text(), columns));
      }
    }
    var parts = new ArrayList<Template>();
    for (String column : columns) {
      Node value = row.get(column);
      if (value == null) {
        problems.add(
            row.position(),
            "this item has no " + quoted(column) + ", as the first has",
            "if there is nothing to say, write `\"\"`");
      } else {
        Template part = values.template(value, scope);
        parts.add(part == null ? Template.literal("") : part);
      }
    }
    return parts;
  }
}
