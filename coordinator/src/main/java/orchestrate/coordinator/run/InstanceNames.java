package orchestrate.coordinator.run;

import java.util.Map;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import orchestrate.config.expression.Question;
import orchestrate.config.expression.Value;
import org.jspecify.annotations.Nullable;

/** What expressions mean for one instance of a task. */
final class InstanceNames implements Names {
  private final OutputValues outputs;
  private final @Nullable Items items;
  private final long instance;
  private @Nullable Map<String, String> fields;

  /**
   * @param items those of its task; null if it has no fan-out
   */
  InstanceNames(OutputValues outputs, @Nullable Items items, long instance) {
    this.outputs = outputs;
    this.items = items;
    this.instance = instance;
  }

  @Override
  public String item() {
    if (items == null) {
      throw new IllegalStateException("an item was asked for outside of a fan-out");
    }
    return items.get(instance);
  }

  @Override
  public String field(String name) {
    String value = fields().get(name);
    if (value == null) {
      throw new EvaluationException(
          "the item `%s` has no part `%s`; it has %s"
              .formatted(
                  item(),
                  name,
                  fields().isEmpty() ? "none" : String.join(", ", fields().keySet())));
    }
    return value;
  }

  /** The parts of the item; none if there is no item, or if it is a plain text. */
  Map<String, String> fields() {
    if (fields == null) {
      fields = items == null ? Map.of() : items.fields(instance);
    }
    return fields;
  }

  @Override
  public Value output(String task, String key) {
    return outputs.get(task, key);
  }

  @Override
  public String result(String task) {
    return outputs.result(task);
  }

  @Override
  public boolean answer(Question question) {
    throw new IllegalStateException("only a condition may ask: " + question);
  }
}
