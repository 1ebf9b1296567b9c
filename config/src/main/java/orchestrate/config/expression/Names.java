package orchestrate.config.expression;

/**
 * What the names in an expression stand for when an instance of a task is about to start. Each
 * method throws {@link EvaluationException} if there is no such thing.
 */
public interface Names {
  /** The item of the instance. */
  String item();

  /** A part of the item: a column, a key, an axis. */
  String field(String name);

  /** What another task gave. */
  Value output(String task, String key);

  /**
   * How another task ended: {@code success}, {@code failure}, {@code cancelled}, {@code skipped}.
   */
  String result(String task);

  /** How things went before this task. */
  boolean answer(Question question);
}
