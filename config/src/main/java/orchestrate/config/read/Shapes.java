package orchestrate.config.read;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The forms that values have in a job file, in the terms of JSON Schema. Whatever is no text may
 * also be an expression, and in quotes.
 */
final class Shapes {
  private static final String EXPRESSION = "\\$\\{\\{";
  private static final String WHOLE_NUMBER = "[+-]?\\d{1,19}";
  private static final String DECIMAL = "[+-]?\\d*\\.?\\d*([eE][+-]?\\d+)?";

  private Shapes() {}

  /** What YAML takes for a number or a truth is a text where one is meant. */
  static Schema text() {
    return Schema.of("type", List.of("string", "number", "boolean"));
  }

  static Schema texts() {
    return Schema.anyOf(text(), Schema.listOf(text()));
  }

  static Schema expression() {
    return Schema.of("type", "string").with("pattern", EXPRESSION);
  }

  /** A text of a form, or an expression. */
  static Schema formed(String pattern) {
    return Schema.of("type", "string")
        .with("pattern", "^\\s*(?:%s)\\s*$|%s".formatted(pattern, EXPRESSION));
  }

  static Schema wholeNumber(long min, long max) {
    return Schema.anyOf(
        Schema.of("type", "integer").with("minimum", min).with("maximum", max),
        formed(WHOLE_NUMBER));
  }

  /** One whole number, or a list of them. */
  static Schema wholeNumbers(long min, long max) {
    return Schema.anyOf(wholeNumber(min, max), Schema.listOf(wholeNumber(min, max)));
  }

  static Schema decimal(double min, double max) {
    return Schema.anyOf(
        Schema.of("type", "number").with("minimum", min).with("maximum", max), formed(DECIMAL));
  }

  static Schema flag() {
    return Schema.anyOf(Schema.of("type", "boolean"), formed("true|false"));
  }

  static Schema duration() {
    return formed("(?=\\d)" + Durations.FORM).with("examples", List.of("500ms", "30s", "1h30m"));
  }

  static Schema size() {
    return formed(Sizes.FORM.pattern()).with("examples", List.of("512m", "4g"));
  }

  static Schema memoryFloor() {
    return Schema.anyOf(
        Schema.of("const", 0), formed("0|" + Sizes.FORM + "|" + MemoryFloors.PERCENT));
  }

  static Schema oneOf(List<String> words) {
    return Schema.of("enum", words);
  }

  static Schema oneOrMoreOf(List<String> words) {
    return Schema.anyOf(oneOf(words), Schema.listOf(oneOf(words)));
  }

  /** A name that is declared elsewhere in the file, or here. */
  static Schema name() {
    // A bare `true` is one, too.
    return Schema.of("type", List.of("string", "boolean"))
        .with("pattern", "^\\s*" + Values.NAME + "\\s*$");
  }

  /** Names of environment variables. */
  static Schema variables() {
    Schema variable =
        Schema.of("type", List.of("string", "boolean"))
            .with("pattern", "^\\s*" + EnvReader.VARIABLE + "\\s*$");
    return Schema.anyOf(variable, Schema.listOf(variable));
  }

  static Schema names() {
    return Schema.anyOf(name(), Schema.listOf(name()));
  }

  /** A mapping of names to values of one form. */
  static Schema byName(Schema value) {
    return mapping(Values.NAME.pattern(), value);
  }

  static Schema env() {
    return byVariable(text());
  }

  /** A mapping of names of environment variables to values of one form. */
  static Schema byVariable(Schema value) {
    return mapping(EnvReader.VARIABLE.pattern(), value);
  }

  private static Schema mapping(String keys, Schema value) {
    return Schema.of("type", "object")
        .with("propertyNames", Map.of("pattern", "^" + keys + "$"))
        .with("additionalProperties", value.members());
  }

  /** A mapping of any keys to texts. */
  static Schema row() {
    return Schema.of("type", "object").with("additionalProperties", text().members());
  }

  /** The arguments of a Java task. */
  static Schema with() {
    return Schema.of("type", "object").with("additionalProperties", texts().members());
  }

  /** A pattern that matches a word however it is spelt. */
  static String inAnyCase(String word) {
    return word.chars()
        .mapToObj(Character::toString)
        .map(letter -> "[%s%s]".formatted(letter, letter.toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining());
  }
}
