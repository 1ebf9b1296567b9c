package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.Arrays;
import java.util.List;
import orchestrate.config.OutputMode;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code output}, in a task and in {@code defaults}. */
final class OutputModeReader {
  static final List<String> WORDS =
      Arrays.stream(OutputMode.values()).map(OutputMode::word).toList();
  private static final String ALL = "it is one of: " + String.join(", ", WORDS);

  private final Values values;
  private final Problems problems;

  OutputModeReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  @Nullable OutputMode read(Node node) {
    if (!(node instanceof Scalar scalar)) {
      values.expected("a way to show output", node, ALL);
      return null;
    }
    for (OutputMode mode : OutputMode.values()) {
      if (mode.word().equals(scalar.text())) {
        return mode;
      }
    }
    String nearest = DidYouMean.hint(scalar.text(), WORDS);
    problems.add(
        node.position(),
        "output can't be shown as " + quoted(scalar.text()),
        nearest == null ? ALL : nearest);
    return null;
  }
}
