package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a JSON Schema: it keeps the order in which it was put together. */
record Schema(Map<String, Object> members) {
  Schema {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  static Schema of(String key, Object value) {
    return new Schema(Map.of(key, value));
  }

  Schema with(String key, Object value) {
    var more = new LinkedHashMap<>(members);
    more.put(key, value);
    return new Schema(more);
  }

  /** The same, with what editors show beside it. */
  Schema saying(String description) {
    var described = new LinkedHashMap<String, Object>();
    described.put("description", description);
    described.putAll(members);
    return new Schema(described);
  }

  static Schema anyOf(Schema... schemas) {
    return of("anyOf", Arrays.stream(schemas).map(Schema::members).toList());
  }

  static Schema listOf(Schema items) {
    return of("type", "array").with("items", items.members());
  }

  /** What stands under this name in {@code $defs}. */
  static Schema named(String name) {
    return of("$ref", "#/$defs/" + name);
  }

  /** A mapping with exactly the keys that the reader knows at this place. */
  static Schema object(Vocabulary place, Map<String, Schema> keys) {
    if (!keys.keySet().equals(place.known())) {
      throw new IllegalStateException(
          "of %s the reader knows %s, and the schema %s"
              .formatted(place, place.known(), keys.keySet()));
    }
    var properties = new LinkedHashMap<String, Object>();
    for (String key : place.known()) {
      Schema schema = keys.get(key);
      if (schema == null) {
        throw new IllegalStateException("no schema for " + quoted(key));
      }
      properties.put(key, schema.members());
    }
    return of("type", "object").with("properties", properties).with("additionalProperties", false);
  }

  /** Of these keys exactly one must be there. */
  Schema withOneOf(List<String> keys) {
    return with("oneOf", keys.stream().map(Schema::required).toList());
  }

  /** Of these keys at least one must be there. */
  Schema withAnyOf(List<String> keys) {
    return with("anyOf", keys.stream().map(Schema::required).toList());
  }

  /** If the key is there, one of the others must be. */
  static Map<String, Object> anyRequired(List<String> keys) {
    return Map.of("anyOf", keys.stream().map(Schema::required).toList());
  }

  private static Map<String, Object> required(String key) {
    return Map.of("required", List.of(key));
  }
}
