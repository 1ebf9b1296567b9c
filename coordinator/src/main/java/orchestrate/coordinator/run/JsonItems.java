package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Json;
import orchestrate.config.expression.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Items that are JSON values: the parts of an object are those of the item. */
record JsonItems(List<JsonNode> nodes) implements Items {
  @Override
  public long count() {
    return nodes.size();
  }

  @Override
  public String get(long instance) {
    return Json.text(node(instance));
  }

  @Override
  public Map<String, String> fields(long instance) {
    var fields = new LinkedHashMap<String, String>();
    node(instance)
        .properties()
        .forEach(part -> fields.put(part.getKey(), Json.text(part.getValue())));
    return fields;
  }

  private JsonNode node(long instance) {
    return nodes.get(Math.toIntExact(instance));
  }

  /** The texts of a list; one text must be a JSON array. */
  static Items of(Value list) {
    return switch (list) {
      case Value.Texts(List<String> texts) -> new Listed(texts);
      case Value.Text(String text) -> {
        JsonNode array = Json.tree(text, "the list of items");
        if (!array.isArray()) {
          throw new EvaluationException(
              "the list of items is one text; take it apart with split(..., ',') or lines(...), or"
                  + " give a JSON array");
        }
        yield new JsonItems(elements(array));
      }
    };
  }

  /**
   * The elements of the one array that the file has, or all the values that it has (JSON lines).
   */
  static Items read(Path file) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    try (MappingIterator<JsonNode> in =
        JsonMapper.shared().readerFor(JsonNode.class).readValues(file)) {
      in.forEachRemaining(values::add);
    } catch (JacksonException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        throw new IOException("there is no file " + file + " to take its JSON values", e);
      }
      var place = e.getLocation();
      throw new IOException(
          "can't read %s as JSON: %s (line %d, column %d)"
              .formatted(file, e.getOriginalMessage(), place.getLineNr(), place.getColumnNr()),
          e);
    }
    return new JsonItems(
        values.size() == 1 && values.getFirst().isArray() ? elements(values.getFirst()) : values);
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }
}
