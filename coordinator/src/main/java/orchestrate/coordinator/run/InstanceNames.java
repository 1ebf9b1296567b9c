package orchestrate.coordinator.run;

import java.util.Map;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import orchestrate.config.expression.Status;
import orchestrate.config.expression.Value;
import org.jspecify.annotations.Nullable;

/**
 * What expressions mean for one instance of a task.
 *
 * @param items those of its task; null if it has no fan-out
 */
record InstanceNames(OutputValues outputs, @Nullable Items items, long instance) implements Names {
  @Override
  public String item() {
    return known().get(instance);
  }

  @Override
  public String field(String name) {
    Map<String, String> fields = fields();
    String value = fields.get(name);
    if (value == null) {
      throw new EvaluationException(
          "the item `%s` has no part `%s`; it has %s"
              .formatted(
                  item(), name, fields.isEmpty() ? "none" : String.join(", ", fields.keySet())));
    }
    return value;
  }

  /** The parts of the item; none if there is no item, or if it is a plain text. */
  Map<String, String> fields() {
    return items == null ? Map.of() : items.fields(instance);
  }

  private Items known() {
    if (items == null) {
      throw new IllegalStateException("an item was asked for outside of a fan-out");
    }
    return items;
  }

  @Override
  public Value output(String task, String key) {
    return new Value.Text(outputs.get(task, key));
  }

  @Override
  public String result(String task) {
    throw new IllegalStateException("results are known in conditions only");
  }

  @Override
  public boolean holds(Status status) {
    throw new IllegalStateException("the status is known in conditions only");
  }
}
