package orchestrate.coordinator.schedule;

import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permits that the schedule has not given away, and the tasks that wait for some. A task takes
 * all that it needs or none, so two tasks can't hold what the other wants.
 */
final class Permits {
  private final Map<String, Integer> all;
  private final Map<String, Integer> free;
  private final Map<String, BitSet> waiting = new HashMap<>();

  Permits(Map<String, Integer> permits) {
    all = Map.copyOf(permits);
    free = new HashMap<>(permits);
  }

  /** A semaphore that has too few permits left for this; null if there are enough of all. */
  @Nullable String lacking(Map<String, Integer> needed) {
    for (var need : needed.entrySet()) {
      if (free.getOrDefault(need.getKey(), 0) < need.getValue()) {
        return need.getKey();
      }
    }
    return null;
  }

  /** Whether there are so many at all. */
  boolean exist(Map<String, Integer> needed) {
    return needed.entrySet().stream()
        .allMatch(need -> all.getOrDefault(need.getKey(), 0) >= need.getValue());
  }

  void take(Map<String, Integer> needed) {
    needed.forEach((semaphore, count) -> free.merge(semaphore, -count, Integer::sum));
  }

  /** Gives back, and marks in {@code ready} the tasks that waited for it. */
  void give(Map<String, Integer> held, BitSet ready) {
    held.forEach(
        (semaphore, count) -> {
          free.merge(semaphore, count, Integer::sum);
          BitSet tasks = waiting.remove(semaphore);
          if (tasks != null) {
            ready.or(tasks);
          }
        });
  }

  /** Who has waited for permits since some came back last, by what was lacking. */
  Map<String, BitSet> waiting() {
    return Collections.unmodifiableMap(waiting);
  }

  /** The task is marked as ready again when permits of the semaphore come back. */
  void await(int task, String semaphore) {
    waiting.computeIfAbsent(semaphore, name -> new BitSet()).set(task);
  }
}
