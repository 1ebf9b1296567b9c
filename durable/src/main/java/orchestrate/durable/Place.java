package orchestrate.durable;

import java.nio.file.Path;

/**
 * How far a consumer has got: the number of the element that it gets next. A word in the control
 * file, so it outlives everybody. Thread-safe.
 */
final class Place implements Position {
  private final ControlFile control;
  private final Path folder;
  private final int consumer;

  private Place(ControlFile control, Path folder, int consumer) {
    this.control = control;
    this.folder = folder;
    this.consumer = consumer;
  }

  /** The place of that consumer; a new one starts at the oldest element. Only for an appender. */
  static Place of(ControlFile control, Path folder, String name) {
    for (int consumer = 0; consumer < ControlFile.CONSUMERS; consumer++) {
      String found = control.consumer(consumer);
      if (found.isEmpty()) {
        control.addConsumer(consumer, name, control.first());
        return new Place(control, folder, consumer);
      }
      if (found.equals(name)) {
        control.move(consumer, ControlFile.FORGOTTEN, control.first());
        return new Place(control, folder, consumer);
      }
    }
    throw new IllegalStateException(
        "the durable queue in %s has had %d consumers, the most there can be: no room for '%s'"
            .formatted(folder, ControlFile.CONSUMERS, name));
  }

  /** Whether there was such a consumer; it isn't waited for any more. */
  static boolean forget(ControlFile control, String name) {
    for (int consumer = 0; consumer < ControlFile.CONSUMERS; consumer++) {
      if (control.consumer(consumer).equals(name)) {
        boolean known = control.place(consumer) != ControlFile.FORGOTTEN;
        control.setPlace(consumer, ControlFile.FORGOTTEN);
        return known;
      }
    }
    return false;
  }

  /** Whether there is such a consumer, and it is waited for. */
  static boolean isKnown(ControlFile control, String name) {
    for (int consumer = 0; consumer < ControlFile.CONSUMERS; consumer++) {
      if (control.consumer(consumer).equals(name)) {
        return control.place(consumer) != ControlFile.FORGOTTEN;
      }
    }
    return false;
  }

  /** Which consumer of the queue it is. */
  int consumer() {
    return consumer;
  }

  @Override
  public long number() {
    long number = control.place(consumer);
    if (number == ControlFile.FORGOTTEN) {
      throw new IllegalStateException(
          "somebody had the durable queue in %s forget the consumer '%s'; open it again to start over"
              .formatted(folder, control.consumer(consumer)));
    }
    return number;
  }

  @Override
  public boolean isAtEnd() {
    return number() >= control.written();
  }

  @Override
  public boolean move(long number) {
    return control.move(consumer, number, number + 1);
  }

  @Override
  public void skip(long number) {
    move(number);
  }

  @Override
  public void moveToEnd() {
    long number = number();
    while (!control.move(consumer, number, control.written())) {
      number = number();
    }
  }

  @Override
  public long left() {
    long number = number();
    return Math.max(0, control.written() - number);
  }

  /** Those that were taken as well, as long as they are kept: iterators are weakly consistent. */
  @Override
  public boolean shows(long number) {
    return true;
  }
}
