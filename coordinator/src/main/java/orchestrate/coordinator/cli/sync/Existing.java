package orchestrate.coordinator.cli.sync;

import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** Objects that are taken as they are. */
final class Existing {
  private Existing() {}

  /** Made only if there is none. */
  static <T> T or(Supplier<T> find, Supplier<T> make) {
    try {
      return find.get();
    } catch (NoSuchElementException none) {
      return make.get();
    }
  }

  /** The one that there is. To make one, more must be known than its name. */
  static <T> T only(Supplier<T> find, String option) {
    try {
      return find.get();
    } catch (NoSuchElementException none) {
      throw new NoSuchElementException(
          none.getMessage() + "; with " + option + " it is made", none);
    }
  }
}
