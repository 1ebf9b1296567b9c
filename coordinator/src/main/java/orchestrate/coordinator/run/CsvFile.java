package orchestrate.coordinator.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** A table as RFC 4180 has it: the first line names the columns. */
final class CsvFile {
  private CsvFile() {}

  static Items read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file);
        MappingIterator<String[]> lines =
            CsvMapper.builder()
                .enable(CsvReadFeature.WRAP_AS_ARRAY)
                .enable(CsvReadFeature.SKIP_EMPTY_LINES)
                .build()
                .readerFor(String[].class)
                .readValues(in)) {
      return table(file, lines);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file + " to take its rows", e);
    } catch (CharacterCodingException e) {
      throw new IOException("can't read the rows of " + file + ": it is not UTF-8", e);
    } catch (JacksonException e) {
      throw new IOException(
          "can't read %s as CSV: %s (line %d)"
              .formatted(file, e.getOriginalMessage(), e.getLocation().getLineNr()),
          e);
    }
  }

  private static Items table(Path file, MappingIterator<String[]> lines) throws IOException {
    if (!lines.hasNext()) {
      throw new IOException(file + " is empty: its first line has to name the columns");
    }
    List<String> columns = columns(file, lines.next());
    List<List<String>> rows = new ArrayList<>();
    while (lines.hasNext()) {
      List<String> row = List.of(lines.next());
      rows.add(row);
      if (row.size() != columns.size()) {
        throw new IOException(
            "row %d of %s has %d columns, the first line names %d"
                .formatted(rows.size(), file, row.size(), columns.size()));
      }
    }
    return new Items.Table(columns, rows);
  }

  private static List<String> columns(Path file, String[] names) throws IOException {
    List<String> columns = new ArrayList<>();
    for (String name : names) {
      // A spreadsheet may have put a byte order mark before the first.
      columns.add((columns.isEmpty() ? name.replaceFirst("^\uFEFF", "") : name).strip());
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IOException("two columns of " + file + " have the same name: " + columns);
    }
    return columns;
  }
}
