package orchestrate.ipc.soak;

import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;

/** Two numbers that are equal, except while somebody changes them. */
final class Pair {
  private final String name;
  private final SharedCounter first;
  private final SharedCounter second;

  Pair(Session session, String name) {
    this.name = name;
    first = session.counter(name + " first");
    second = session.counter(name + " second");
  }

  /** Adds one, in steps that go wrong if two do it at once. */
  void change() {
    long value = first.get();
    check();
    first.set(value + 1);
    second.set(value + 1);
  }

  void check() {
    long one = first.get();
    long other = second.get();
    if (one != other) {
      throw new AssertionError("%s: %d and %d, and nobody died".formatted(name, one, other));
    }
  }

  /** After a death in the middle of a change. */
  void repair() {
    long missing = first.get() - second.get();
    if (missing < 0 || missing > 1) {
      throw new AssertionError("%s: one death has left a gap of %d".formatted(name, missing));
    }
    second.set(first.get());
  }

  long value() {
    return first.get();
  }
}
