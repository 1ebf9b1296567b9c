package orchestrate.config.read;

import static java.util.Objects.requireNonNullElse;
import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import orchestrate.config.Need;
import orchestrate.config.Need.When;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code needs}: names, or names with what is needed of each. */
final class NeedsReader {
  private static final String FORMS =
      "write `success`, or `completed`: it is over, however it went; of a service, `ready`";

  /** What others call a service that can be used. */
  private static final Set<String> OFTEN_FOR_READY =
      Set.of("healthy", "service-healthy", "started", "service-started", "running", "up");

  private final Values values;
  private final Problems problems;

  NeedsReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** A need and where it is written. */
  record Written(Name name, When when) {
    Need need() {
      return new Need(name.text(), when);
    }
  }

  /** Whether there are such tasks is not looked at. */
  List<Written> read(Node node) {
    var needs = new ArrayList<Written>();
    if (!(node instanceof Mapping mapping)) {
      for (Name name : values.names(node)) {
        needs.add(new Written(name, When.SUCCESS));
      }
      return needs;
    }
    for (Entry entry : mapping.entries().values()) {
      var name = new Name(entry.key().text().strip(), entry.key().position());
      When when = when(entry.value());
      if (when != null) {
        needs.add(new Written(name, when));
      }
    }
    return needs;
  }

  private @Nullable When when(Node node) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      values.expected("what is needed of the task", node, FORMS);
      return null;
    }
    String written = scalar.text().strip();
    When when = When.of(written);
    if (when == null) {
      problems.add(node.position(), quoted(written) + " can't be needed of a task", hint(written));
    }
    return when;
  }

  private static String hint(String written) {
    if (OFTEN_FOR_READY.contains(written.replace('_', '-'))) {
      return "did you mean `ready`?";
    }
    List<String> all = Arrays.stream(When.values()).map(When::written).toList();
    return requireNonNullElse(DidYouMean.hint(written, all), FORMS);
  }
}
