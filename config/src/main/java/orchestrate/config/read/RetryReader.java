package orchestrate.config.read;

import java.time.Duration;
import orchestrate.config.Problems;
import orchestrate.config.Retry;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry} and {@code timeout}, in a task and in {@code defaults}. */
final class RetryReader {
  private static final int MAX_ATTEMPTS = 1_000_000;

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  RetryReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  Retry retry(Node node) {
    return switch (node) {
      case Mapping mapping -> longForm(mapping);
      case Scalar scalar when !scalar.isNothing() -> new Retry(max(scalar), Duration.ZERO);
      case Scalar _, Sequence _ -> {
        values.expected("a number of retries or { max, delay }", node);
        yield Retry.NONE;
      }
    };
  }

  private Retry longForm(Mapping mapping) {
    Fields fields = Fields.of(mapping, Vocabulary.RETRY, problems);
    Node max = fields.get("max");
    Node delay = fields.get("delay");
    if (max == null && fields.allKnown()) {
      problems.add(
          mapping.position(), "`retry` has no `max`", "write it like { max: 2, delay: 1s }");
    }
    Duration pause = delay == null ? null : values.duration(delay, scope);
    return new Retry(max == null ? 0 : max(max), pause == null ? Duration.ZERO : pause);
  }

  private int max(Node node) {
    Integer max = values.wholeNumber(node, scope, "the number of retries", 0, MAX_ATTEMPTS);
    return max == null ? 0 : max;
  }

  @Nullable Duration timeout(Node node) {
    Duration timeout = values.duration(node, scope);
    if (timeout != null && timeout.isZero()) {
      problems.add(
          node.position(),
          "a timeout of nothing would end every task",
          "leave it out for no limit");
    }
    return timeout;
  }
}
