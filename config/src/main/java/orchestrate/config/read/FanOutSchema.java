package orchestrate.config.read;

import java.util.Map;
import java.util.TreeMap;

/** The schema of {@code for-each} and {@code matrix}. */
final class FanOutSchema {
  private FanOutSchema() {}

  static Schema forEach() {
    return Schema.object(
            Vocabulary.FOR_EACH,
            Map.of(
                "list", list().saying("the items themselves, or an expression that gives them"),
                "range", range().saying("[first, last], [first, last, step], or first..last"),
                "files", Shapes.text().saying("a pattern: the files that match, sorted by path"),
                "lines", Shapes.text().saying("a text file: its lines"),
                "csv", Shapes.text().saying("a table: its rows; the first line names the columns"),
                "json", Shapes.text().saying("a JSON file: the elements of its array"),
                "as", Shapes.name().saying("what the item is called; item")))
        .withOneOf(ForEachReader.SOURCES);
  }

  private static Schema list() {
    return Schema.anyOf(
        Schema.listOf(Schema.anyOf(Shapes.text(), Shapes.row())), Shapes.expression());
  }

  private static Schema range() {
    return Schema.anyOf(
        Schema.listOf(Shapes.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE))
            .with("minItems", 2)
            .with("maxItems", 3),
        Shapes.formed(ForEachReader.DOTS.pattern()));
  }

  static Schema matrix() {
    Schema rows = Schema.listOf(Shapes.row());
    return Shapes.byName(
            Schema.anyOf(Shapes.text(), Schema.listOf(Shapes.text()).with("minItems", 1)))
        .with(
            "properties",
            new TreeMap<>(
                Map.of(
                    MatrixReader.INCLUDE, rows.saying("combinations more").members(),
                    MatrixReader.EXCLUDE,
                        rows.saying("combinations that are left out").members())));
  }
}
