package orchestrate.durable;

/**
 * Which elements a consumer has yet to take: all from its {@link Place} on, or those that its
 * {@link Tasks} leave. Thread-safe.
 */
sealed interface Position permits Place, Tasks {
  /**
   * The number of the element that the consumer gets next; if there is none yet, one that has not
   * been written.
   *
   * @throws IllegalStateException if somebody had the queue forget the consumer
   */
  long number();

  /** Whether there is nothing to take now. */
  boolean isAtEnd();

  /** Takes the element of that number; false if it isn't the consumer's to take any more. */
  boolean move(long number);

  /** Goes past the element of that number, which is nobody's; does nothing if it isn't next. */
  void skip(long number);

  /** Goes past all there is. Only for whoever takes. */
  void moveToEnd();

  /** How many elements there are to take. */
  long left();

  /** Whether to show the element of that number to those who look at the queue. */
  boolean shows(long number);
}
