package orchestrate.pool;

/** The kinds of messages. */
final class Kinds {
  /** To a worker: a {@code Callable} or {@code Runnable}. */
  static final int CALL = 0;

  /** To a worker: a function, and items to apply it to. */
  static final int CHUNK = 1;

  /** From a worker: the result of a call. */
  static final int RESULT = 2;

  /**
   * From a worker: what the items of a chunk became, as far as it came, and what was thrown then.
   */
  static final int RESULTS = 3;

  /** From a worker: what the call threw. */
  static final int THREW = 4;

  /** From a worker: the same, and its JVM can't be trusted any more. */
  static final int JVM_FAILED = 5;

  /** From a worker: what the initializer threw. */
  static final int NOT_INITIALIZED = 6;

  /** To a worker: a {@code Callable} or {@code Runnable} that is a lambda, in its short form. */
  static final int LAMBDA = 7;

  /** To a worker: a task as a job has it, or its parts. */
  static final int TASK = 8;

  private Kinds() {}
}
