package orchestrate.coordinator.pool;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The lanes of one kind that are free, the last used first because it is the warmest, and the
 * attempts that wait for one. At most one of the two has something in it.
 */
record Lanes(Deque<LaneSlot> free, Deque<Attempt> waiting) {
  Lanes() {
    this(new ArrayDeque<>(), new ArrayDeque<>());
  }
}
