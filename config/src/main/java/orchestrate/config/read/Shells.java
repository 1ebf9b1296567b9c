package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Scalar;

/**
 * Reads {@code shell}. Only those that quote as POSIX says: values in a script could otherwise
 * break out of their place.
 */
final class Shells {
  /** A failed command ends the script, and so does a variable that isn't set. */
  static final List<String> USUAL = List.of("sh", "-eu", "-c");

  /** In those that can tell, a pipe has also failed if one of its first commands did. */
  private static final Map<String, List<String>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "sh", USUAL,
              "dash", List.of("dash", "-eu", "-c"),
              "bash", List.of("bash", "-eu", "-o", "pipefail", "-c"),
              "ksh", List.of("ksh", "-eu", "-o", "pipefail", "-c"),
              "zsh", List.of("zsh", "-eu", "-o", "pipefail", "-c")));

  static final List<String> NAMES = List.copyOf(BY_NAME.keySet());

  private final Values values;
  private final Problems problems;

  Shells(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** The words before the script. */
  List<String> read(Node node) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      values.expected("the name of a shell", node, "there are: " + String.join(", ", NAMES));
      return USUAL;
    }
    List<String> words = BY_NAME.get(scalar.text().strip());
    if (words == null) {
      problems.add(
          node.position(),
          quoted(scalar.text().strip()) + " is no shell that quotes as sh does",
          "there are: %s; for another program write `run` as a list, such as [python3, -c, ...]"
              .formatted(String.join(", ", NAMES)));
      return USUAL;
    }
    return words;
  }
}
