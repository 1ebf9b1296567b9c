package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.expression.Nothing;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of the simple types. Null stands for "there is no such value", and whoever asked
 * goes on without: the problem is noted, or is one that was noted where the value comes from.
 */
final class Values {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,19}");
  static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** Which versions of the language there are. */
  static final String VERSION_HINT = "this orchestrate reads `version: \"1\"`";

  private final Problems problems;
  private final Expressions expressions;

  Values(Problems problems, Expressions expressions) {
    this.problems = problems;
    this.expressions = expressions;
  }

  void checkVersion(Node version) {
    if (!(version instanceof Scalar scalar && scalar.text().equals("1"))) {
      expected("the version \"1\"", version, VERSION_HINT);
    }
  }

  void expected(String what, Node found) {
    expected(what, found, null);
  }

  void expected(String what, Node found, @Nullable String hint) {
    problems.add(found.position(), "expected " + what + ", found " + found(found), hint);
  }

  private static String found(Node node) {
    return node instanceof Scalar scalar && !scalar.isNothing()
        ? quoted(scalar.text().strip())
        : node.kind();
  }

  @Nullable Mapping mapping(Node node, String what) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    expected(what, node);
    return null;
  }

  /** A text, with what is known only when the task starts still open. */
  @Nullable Template template(Node node, Scope scope) {
    if (node instanceof Scalar scalar && !scalar.isNothing()) {
      return expressions.parse(scalar, scope);
    }
    expected("a string", node);
    return null;
  }

  /** The texts of a list; null if one of them is none. */
  @Nullable List<Template> templates(Sequence sequence, Scope scope) {
    var templates = new ArrayList<Template>(sequence.items().size());
    for (Node item : sequence.items()) {
      Template template = template(item, scope);
      if (template != null) {
        templates.add(template);
      }
    }
    return templates.size() == sequence.items().size() ? templates : null;
  }

  /** One text, or a list of them. */
  List<Template> oneOrMoreTemplates(Node node, Scope scope) {
    List<Template> templates = new ArrayList<>();
    for (Node item : oneOrMore(node, "a string or a list of strings")) {
      Template template = template(item, scope);
      if (template != null) {
        templates.add(template);
      }
    }
    return templates;
  }

  /** A text that is known now. */
  @Nullable String text(Node node, Scope scope) {
    return constant(template(node, scope.constants()));
  }

  private static @Nullable String constant(@Nullable Template template) {
    return template == null ? null : template.render(Nothing.KNOWN);
  }

  /** The texts of an expression that gives a list, or the one text that it is. */
  List<String> listed(Scalar scalar, Scope scope) {
    Template template = template(scalar, scope.constants());
    return template == null ? List.of() : template.words(Nothing.KNOWN);
  }

  List<String> texts(Node node, Scope scope) {
    var texts = new ArrayList<String>();
    for (Node item : oneOrMore(node, "a list of strings")) {
      String text = text(item, scope);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  @Nullable Long wholeNumber(Node node, Scope scope) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      expected("a whole number", node);
      return null;
    }
    String text = text(node, scope);
    if (text == null) {
      return null;
    }
    Long number = parse(text.strip());
    if (number == null) {
      problems.add(node.position(), "expected a whole number, found " + quoted(text.strip()));
    }
    return number;
  }

  static @Nullable Long parse(String text) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null; // 19 digits, but too large all the same
    }
  }

  @Nullable Integer wholeNumber(Node node, Scope scope, String what, int min, int max) {
    Long number = wholeNumber(node, scope);
    if (number == null) {
      return null;
    }
    if (number < min || number > max) {
      String bound = number < min ? "at least " + min : "at most " + max;
      problems.add(node.position(), what + " must be " + bound + ", not " + number);
      return null;
    }
    return number.intValue();
  }

  /** One whole number, or a list of them, each once. */
  Set<Integer> wholeNumbers(Node node, Scope scope, String what, int min, int max) {
    var numbers = new TreeSet<Integer>();
    for (Node item : oneOrMore(node, "a whole number or a list of them")) {
      Integer number = wholeNumber(item, scope, what, min, max);
      if (number != null && !numbers.add(number)) {
        problems.add(item.position(), quoted(number.toString()) + " is listed twice");
      }
    }
    return numbers;
  }

  @Nullable Double decimal(Node node, Scope scope, String what, double min, double max) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      expected("a number", node);
      return null;
    }
    String text = text(node, scope);
    if (text == null) {
      return null;
    }
    if (!ParamType.FLOAT.accepts(text.strip())) {
      problems.add(node.position(), "expected a number, found " + quoted(text.strip()));
      return null;
    }
    double number = Double.parseDouble(text.strip());
    if (number < min || number > max) {
      String bound = number < min ? "at least " + plain(min) : "at most " + plain(max);
      problems.add(node.position(), what + " must be " + bound + ", not " + text.strip());
      return null;
    }
    return number;
  }

  private static String plain(double bound) {
    return Long.toString((long) bound);
  }

  @Nullable Duration duration(Node node, Scope scope) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      expected("a duration such as `30s`", node);
      return null;
    }
    String text = text(node, scope);
    if (text == null) {
      return null;
    }
    Duration duration = Durations.parse(text.strip());
    if (duration == null) {
      boolean bare = parse(text.strip()) != null;
      problems.add(
          node.position(),
          "expected a duration, found " + quoted(text.strip()),
          bare ? "write " + text.strip() + "s" : "write it like `500ms`, `30s`, `10m` or `1h30m`");
    } else if (Durations.isTooLong(duration)) {
      problems.add(
          node.position(),
          "a duration is at most 36500d, a hundred years, not " + quoted(text.strip()),
          "leave it out if there is to be no limit");
      return null;
    }
    return duration;
  }

  /** An amount of memory in bytes. */
  @Nullable Long size(Node node, Scope scope) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      expected("a size such as `512m`", node);
      return null;
    }
    String text = text(node, scope);
    if (text == null) {
      return null;
    }
    Long size = Sizes.parse(text.strip());
    if (size == null) {
      boolean bare = parse(text.strip()) != null;
      problems.add(
          node.position(),
          "expected a size, found " + quoted(text.strip()),
          bare ? "say its unit: `512m`, `4g`" : "write it like `512m`, `4g` or `1t`");
    }
    return size;
  }

  @Nullable Boolean flag(Node node, Scope scope) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      expected("`true` or `false`", node);
      return null;
    }
    String text = text(node, scope);
    if (text == null) {
      return null;
    }
    if (!ParamType.BOOL.accepts(text.strip())) {
      problems.add(node.position(), "expected `true` or `false`, found " + quoted(text.strip()));
      return null;
    }
    return Boolean.valueOf(text.strip());
  }

  /** A name, or a list of names, each once. */
  List<Name> names(Node node) {
    if (node instanceof Scalar scalar && !scalar.isNothing()) {
      return List.of(name(scalar));
    }
    var names = new LinkedHashMap<String, Name>();
    for (Node item : oneOrMore(node, "a name or a list of names")) {
      if (item instanceof Scalar scalar && !scalar.isNothing()) {
        Name name = name(scalar);
        if (names.putIfAbsent(name.text(), name) != null) {
          problems.add(name.position(), quoted(name.text()) + " is listed twice");
        }
      } else {
        expected("a name", item);
      }
    }
    return List.copyOf(names.values());
  }

  private static Name name(Scalar scalar) {
    return new Name(scalar.text().strip(), scalar.position());
  }

  /** Whether a name that the file gives to something of its own has the right form. */
  void checkName(String name, Position position) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          position,
          quoted(name) + " can't be a name",
          "a name begins with a letter and goes on with letters, digits, `-` and `_`");
    }
  }

  private List<Node> oneOrMore(Node node, String what) {
    return switch (node) {
      case Sequence sequence -> sequence.items();
      case Scalar scalar when !scalar.isNothing() -> List.of(scalar);
      case Scalar _, Mapping _ -> {
        expected(what, node);
        yield List.of();
      }
    };
  }
}
