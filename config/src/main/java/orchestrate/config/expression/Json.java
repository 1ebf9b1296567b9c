package orchestrate.config.expression;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON, and JSON as values. */
public final class Json {
  private Json() {}

  static Value read(String text) {
    JsonNode tree = tree(text, "this");
    if (!tree.isArray()) {
      return new Value.Text(text(tree));
    }
    List<String> texts = new ArrayList<>();
    tree.forEach(element -> texts.add(text(element)));
    return new Value.Texts(texts);
  }

  /**
   * Takes a text apart.
   *
   * @param what where it is from, for the message
   * @throws EvaluationException if it isn't JSON
   */
  public static JsonNode tree(String text, String what) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw new EvaluationException(
          "%s is not JSON: %s%s"
              .formatted(
                  what,
                  e.getOriginalMessage(),
                  place == null
                      ? ""
                      : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr())));
    }
  }

  /** Texts and numbers as they are, nothing as nothing, all else as compact JSON. */
  public static String text(JsonNode node) {
    return node.isNull() || node.isMissingNode()
        ? ""
        : node.isValueNode() ? node.asString() : node.toString();
  }

  static String write(Value value) {
    return switch (value) {
      case Value.Text(String text) -> JsonMapper.shared().writeValueAsString(text);
      case Value.Texts(List<String> texts) -> JsonMapper.shared().writeValueAsString(texts);
    };
  }
}
