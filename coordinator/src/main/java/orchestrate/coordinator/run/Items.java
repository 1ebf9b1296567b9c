package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.ForEach;
import orchestrate.config.Template;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.Names;
import orchestrate.coordinator.files.Glob;
import orchestrate.coordinator.files.Sha256;

/** The items of a fan-out. */
public interface Items {
  long count();

  /** How the item is shown, and what {@code item} means. */
  String get(long instance);

  /** Of all of them: whether these are the same as those. */
  default String hash() {
    var hash = new Sha256();
    for (long instance = 0; instance < count(); instance++) {
      hash.add(get(instance));
      fields(instance).forEach((name, value) -> hash.add(name).add(value));
    }
    return hash.hex();
  }

  /** Its parts by name; none if it is a plain text. */
  default Map<String, String> fields(long instance) {
    return Map.of();
  }

  /**
   * Finds them out.
   *
   * @param names for expressions in the {@code for-each}
   * @throws IOException if they can't be read; the message says why
   */
  static Items of(ForEach forEach, Names names, Path directory) throws IOException {
    return switch (forEach) {
      case ForEach.Items(List<Template> values) -> new Listed(rendered(values, names));
      case ForEach.Range range -> new Range(range);
      case ForEach.Files(Template glob) -> new Listed(matching(glob.render(names), directory));
      case ForEach.Lines(Template path) -> new Listed(lines(directory.resolve(path.render(names))));
      case ForEach.Computed(Expression list) -> JsonItems.of(list.value(names));
      case ForEach.Rows(List<String> columns, List<List<Template>> rows) ->
          new Table(columns, rows.stream().map(row -> rendered(row, names)).toList());
      case ForEach.Csv(Template path) -> CsvFile.read(directory.resolve(path.render(names)));
      case ForEach.Json(Template path) -> JsonItems.read(directory.resolve(path.render(names)));
    };
  }

  /** Known one by one. */
  record Listed(List<String> values) implements Items {
    @Override
    public long count() {
      return values.size();
    }

    @Override
    public String get(long instance) {
      return values.get(Math.toIntExact(instance));
    }
  }

  /** Worked out, never stored. */
  record Range(ForEach.Range range) implements Items {
    @Override
    public long count() {
      return range.count().orElseThrow();
    }

    @Override
    public String get(long instance) {
      return Long.toString(range.first() + instance * range.step());
    }
  }

  private static List<String> rendered(List<Template> values, Names names) {
    return values.stream().map(value -> value.render(names)).toList();
  }

  /** Rows of parts that have names. */
  record Table(List<String> columns, List<List<String>> rows) implements Items {
    @Override
    public long count() {
      return rows.size();
    }

    @Override
    public String get(long instance) {
      return String.join(", ", rows.get(Math.toIntExact(instance)));
    }

    @Override
    public Map<String, String> fields(long instance) {
      var fields = new LinkedHashMap<String, String>();
      Iterator<String> parts = rows.get(Math.toIntExact(instance)).iterator();
      columns.forEach(column -> fields.put(column, parts.next()));
      return fields;
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return TextLines.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file + " to take its lines", e);
    } catch (CharacterCodingException e) {
      throw new IOException("can't read the lines of " + file + ": it is not UTF-8", e);
    }
  }

  private static List<String> matching(String glob, Path directory) throws IOException {
    return Glob.of(glob).in(directory).stream().map(Path::toString).sorted().toList();
  }
}
