package orchestrate.coordinator.pool;

/** Why we end a worker. One that ends by itself has none of these: its autopsy says why. */
sealed interface WorkerEnd {
  /** The run is over. */
  record RunOver() implements WorkerEnd {}

  /** An error of its JVM has struck a task: nothing in it can be relied on. */
  record Distrusted() implements WorkerEnd {}

  /** It has done its part, as {@code workers.recycle} has it. */
  record Recycled(String because) implements WorkerEnd {}

  /** One of its attempts had to end, and did not. */
  record KilledFor(Attempt attempt) implements WorkerEnd {}

  /** It does not read its messages. */
  record Stuck() implements WorkerEnd {}

  /** Whether it is ended at one stroke, because what is in it can't be trusted to end in order. */
  default boolean atOneStroke() {
    return switch (this) {
      case RunOver r -> false;
      case Recycled r -> false;
      case Distrusted d -> true;
      case KilledFor k -> true;
      case Stuck s -> true;
    };
  }

  /** For a person. */
  default String describe(String worker) {
    return switch (this) {
      case RunOver r -> worker + " was ended with the run";
      case Recycled(String because) -> worker + " was recycled: " + because;
      case Distrusted d -> worker + " was replaced after an error of its JVM";
      case KilledFor(Attempt attempt) ->
          worker
              + " was killed by orchestrate, because "
              + attempt.run().describe()
              + " had to end and did not stop";
      case Stuck s -> worker + " was killed by orchestrate, because it read no messages";
    };
  }
}
