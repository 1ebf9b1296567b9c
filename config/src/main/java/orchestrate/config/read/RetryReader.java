package orchestrate.config.read;

import static java.util.Objects.requireNonNullElse;
import static orchestrate.config.Problems.quoted;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import orchestrate.config.Problems;
import orchestrate.config.Retry;
import orchestrate.config.Retry.Cause;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry} and {@code timeout}, in a task and in {@code defaults}. */
final class RetryReader {
  static final int MAX_ATTEMPTS = 1_000_000;
  static final double MAX_FACTOR = 100;
  static final List<String> CAUSES = Arrays.stream(Cause.values()).map(RetryReader::word).toList();

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
      case Scalar scalar when !scalar.isNothing() -> Retry.of(max(scalar), Duration.ZERO);
      case Scalar _, Sequence _ -> {
        values.expected("a number of retries or { max, delay }", node);
        yield Retry.NONE;
      }
    };
  }

  private Retry longForm(Mapping mapping) {
    Fields fields = Fields.of(mapping, Vocabulary.RETRY, problems);
    Node max = fields.get("max");
    if (max == null && fields.allKnown()) {
      problems.add(
          mapping.position(), "`retry` has no `max`", "write it like { max: 2, delay: 1s }");
    }
    Duration delay = delay(fields.get("delay"));
    double factor = decimal(fields.get("factor"), "the factor of the delay", 1, MAX_FACTOR, 1);
    double jitter = decimal(fields.get("jitter"), "the jitter", 0, 1, 0);
    if (fields.get("delay") == null && fields.allKnown()) {
      refuseWithoutDelay(fields, "factor");
      refuseWithoutDelay(fields, "jitter");
    }
    Set<Integer> onExit = onExit(fields.get("on-exit"));
    return new Retry(max == null ? 0 : max(max), delay, factor, jitter, on(fields, onExit), onExit);
  }

  private int max(Node node) {
    Integer max = values.wholeNumber(node, scope, "the number of retries", 0, MAX_ATTEMPTS);
    return max == null ? 0 : max;
  }

  private Duration delay(@Nullable Node node) {
    return node == null
        ? Duration.ZERO
        : requireNonNullElse(values.duration(node, scope), Duration.ZERO);
  }

  private double decimal(
      @Nullable Node node, String what, double min, double max, double otherwise) {
    return node == null
        ? otherwise
        : requireNonNullElse(values.decimal(node, scope, what, min, max), otherwise);
  }

  private void refuseWithoutDelay(Fields fields, String key) {
    if (fields.has(key)) {
      problems.add(
          fields.positionOf(key),
          quoted(key) + " has no `delay` that it could change",
          "write it like { max: 2, delay: 1s, factor: 2, jitter: 0.1 }");
    }
  }

  private Set<Integer> onExit(@Nullable Node node) {
    return node == null
        ? Set.of()
        : values.wholeNumbers(node, scope, "the exit code of a failure", 1, 255);
  }

  /** Without any condition every failure is retried; with one, only what is named. */
  private Set<Cause> on(Fields fields, Set<Integer> onExit) {
    Node node = fields.get("on");
    if (node == null) {
      return fields.has("on-exit") ? Set.of() : EnumSet.allOf(Cause.class);
    }
    var causes = EnumSet.noneOf(Cause.class);
    for (Name name : values.names(node)) {
      if (CAUSES.contains(name.text())) {
        causes.add(Cause.valueOf(name.text().toUpperCase(Locale.ROOT)));
      } else {
        String nearest = DidYouMean.hint(name.text(), CAUSES);
        problems.add(
            name.position(),
            "a failure is not called " + quoted(name.text()),
            nearest == null ? "it is one of: " + String.join(", ", CAUSES) : nearest);
      }
    }
    if (causes.contains(Cause.FAILURE) && !onExit.isEmpty()) {
      problems.add(
          fields.positionOf("on-exit"),
          "`on` has `failure`, which is every exit code",
          "leave out the one or the other");
    }
    return causes;
  }

  private static String word(Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
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
