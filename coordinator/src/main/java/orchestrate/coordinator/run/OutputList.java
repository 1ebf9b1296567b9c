package orchestrate.coordinator.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the instances of a fan-out gave for one key: gathered as they end, a list when all have.
 *
 * <p>It is in the coordinator's memory as long as the run goes on, so it is bounded. One that grew
 * too long fails those who use it, and not the fan-out, which has done its work.
 *
 * <p>Not thread-safe. Once it is complete it doesn't change.
 */
final class OutputList {
  /** A text takes some 50 bytes of memory beside its own. */
  static final int MAX_TEXTS = 1_000_000;

  /** Of all texts together, in UTF-8. */
  static final int MAX_BYTES = 32 << 20;

  private record Given(long instance, String text) {}

  private final String task;
  private final String key;
  private List<Given> given = new ArrayList<>();
  private long texts;
  private long bytes;
  private @Nullable Value complete;

  OutputList(String task, String key) {
    this.task = task;
    this.key = key;
  }

  void add(long instance, String text) {
    texts++;
    bytes += text.getBytes(UTF_8).length;
    if (isTooLong()) {
      given = List.of();
    } else {
      given.add(new Given(instance, text));
    }
  }

  private boolean isTooLong() {
    return texts > MAX_TEXTS || bytes > MAX_BYTES;
  }

  /** No more will be added. */
  void complete() {
    if (!isTooLong()) {
      given.sort(Comparator.comparingLong(Given::instance));
      complete = new Value.Texts(given.stream().map(Given::text).toList());
      given = List.of();
    }
  }

  /**
   * The texts in the order of the instances. To be asked for when it is complete.
   *
   * @throws EvaluationException if they are too many, or too long
   */
  Value value() {
    if (texts > MAX_TEXTS) {
      throw tooLong("are %,d, and a list has %,d texts at most".formatted(texts, MAX_TEXTS));
    }
    if (bytes > MAX_BYTES) {
      throw tooLong("have %,d bytes, and a list has %,d at most".formatted(bytes, MAX_BYTES));
    }
    return requireNonNull(complete, "the task is not over");
  }

  private EvaluationException tooLong(String why) {
    return new EvaluationException(
        "the outputs `%s` of the instances of `%s` %s; let them write files, and list or read those"
            .formatted(key, task, why));
  }
}
