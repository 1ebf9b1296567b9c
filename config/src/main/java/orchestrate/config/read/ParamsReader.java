package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code params} and puts the values of the command line over the defaults. */
final class ParamsReader {
  private final Map<String, String> given;
  private final Environment process;
  private final Values values;
  private final Problems problems;
  private final Map<String, String> effective = new LinkedHashMap<>();

  ParamsReader(Map<String, String> given, Environment process, Values values, Problems problems) {
    this.given = given;
    this.process = process;
    this.values = values;
    this.problems = problems;
  }

  /**
   * @param section null if the file has no params
   */
  Params read(@Nullable Node section, Position place) {
    if (section == null) {
      checkGiven(Map.of(), place);
      return Params.NONE;
    }
    Mapping mapping = values.mapping(section, "a mapping of params");
    if (mapping == null) {
      return new Params(Map.of(), Set.of(), false);
    }
    checkGiven(mapping.entries(), place);
    mapping.entries().values().forEach(this::param);
    return new Params(effective, mapping.entries().keySet(), true);
  }

  private void checkGiven(Map<String, Entry> declared, Position place) {
    for (String name : given.keySet()) {
      if (!declared.containsKey(name)) {
        String hint = DidYouMean.hint(name, declared.keySet());
        problems.add(
            place, "the param " + quoted(name) + " was given, but the job has none such", hint);
      }
    }
  }

  private void param(Entry entry) {
    Scalar key = entry.key();
    values.checkName(key.text(), key.position());
    switch (entry.value()) {
      case Scalar scalar ->
          value(key, ParamType.STRING, List.of(), scalar.isNothing() ? null : scalar);
      case Mapping mapping -> longForm(key, Fields.of(mapping, Vocabulary.PARAM, problems));
      case Sequence sequence ->
          values.expected("a default value, or { type, default, choices, description }", sequence);
    }
  }

  private void longForm(Scalar key, Fields fields) {
    ParamType type = ParamType.STRING;
    Node typeName = fields.get("type");
    if (typeName != null) {
      type = type(typeName);
    }
    Node ifNone = fields.get("default");
    if (ifNone instanceof Scalar scalar && scalar.isNothing()) {
      ifNone = null;
    }
    List<String> choices = choices(fields.get("choices"), type);
    // With a key that we don't know, a missing default may be a misspelt one.
    if (type != null && (ifNone != null || fields.allKnown() || given.containsKey(key.text()))) {
      value(key, type, choices, ifNone);
    }
  }

  /** Empty if any value will do. */
  private List<String> choices(@Nullable Node node, @Nullable ParamType type) {
    if (node == null) {
      return List.of();
    }
    List<String> choices = values.texts(node, Scope.constant(null, process));
    for (String choice : choices) {
      if (type != null && !type.accepts(choice)) {
        problems.add(node.position(), "expected " + type.phrase() + ", found " + quoted(choice));
      }
    }
    return choices;
  }

  private @Nullable ParamType type(Node node) {
    String name = node instanceof Scalar scalar ? scalar.text() : "";
    ParamType type = ParamType.of(name);
    if (type == null) {
      values.expected("one of " + ParamType.all(), node, DidYouMean.hint(name, ParamType.names()));
    }
    return type;
  }

  private void value(Scalar key, ParamType type, List<String> choices, @Nullable Node ifNone) {
    String name = key.text();
    // Read even if the command line has its own value: a wrong default is wrong today too.
    String text = ifNone == null ? null : values.text(ifNone, Scope.constant(null, process));
    if (ifNone != null && text != null && !type.accepts(text)) {
      problems.add(ifNone.position(), "expected " + type.phrase() + ", found " + quoted(text));
      return;
    }
    if (ifNone != null && text != null && !isAmong(choices, text)) {
      problems.add(
          ifNone.position(),
          "the default " + quoted(text) + " is none of the `choices`",
          "they are: " + String.join(", ", choices));
      return;
    }
    String said = given.get(name);
    if (said != null && (!type.accepts(said) || !isAmong(choices, said))) {
      String wanted = type.accepts(said) ? "one of " + String.join(", ", choices) : type.phrase();
      problems.add(
          key.position(),
          "expected %s for the param %s, but %s was given"
              .formatted(wanted, quoted(name), quoted(said)),
          DidYouMean.hint(said, choices));
      return;
    }
    if (said == null && ifNone == null) {
      problems.add(
          key.position(),
          "the param " + quoted(name) + " has no value",
          "give it a default here, or run with `-p " + name + "=VALUE`");
    }
    String effectiveText = said != null ? said : text;
    if (effectiveText != null) {
      String value = type.effective(effectiveText, process.home());
      effective.put(name, said != null && type == ParamType.PATH ? fromHere(value) : value);
    }
  }

  private static boolean isAmong(List<String> choices, String value) {
    return choices.isEmpty() || choices.contains(value);
  }

  /** Who names a path on the command line means it from where they stand. */
  private static String fromHere(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }
}
