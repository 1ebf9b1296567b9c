package orchestrate.coordinator.export;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one element {@code testsuite} is to have: the numbers, and where its cases are that were
 * written already.
 */
final class TestSuite {
  private final String name;
  private final Map<Verdict.Element, Long> counts = new EnumMap<>(Verdict.Element.class);
  private long startedAt;
  private long nanos;

  /** Of each case, where it begins and ends. */
  private long[] places = new long[16];

  private int placed;

  TestSuite(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** An attempt begins, in milliseconds since 1970. */
  void started(long at) {
    if (startedAt == 0) {
      startedAt = at;
    }
  }

  /** When the first attempt began; 0 if none has. */
  long startedAt() {
    return startedAt;
  }

  /** An attempt took so long, whether it is told of or not. */
  void took(long attemptNanos) {
    nanos += attemptNanos;
  }

  /** All attempts together. */
  long nanos() {
    return nanos;
  }

  /** A case of it was written from there to there. */
  void add(Verdict verdict, long start, long end) {
    counts.merge(verdict.element(), 1L, Long::sum);
    if (placed == places.length) {
      places = Arrays.copyOf(places, 2 * placed);
    }
    places[placed++] = start;
    places[placed++] = end;
  }

  long count(Verdict.Element element) {
    return counts.getOrDefault(element, 0L);
  }

  int cases() {
    return placed / 2;
  }

  long start(int number) {
    return places[2 * number];
  }

  long end(int number) {
    return places[2 * number + 1];
  }
}
