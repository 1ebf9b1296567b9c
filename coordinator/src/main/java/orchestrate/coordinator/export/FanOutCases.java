package orchestrate.coordinator.export;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which instances of a fan-out have a test case of their own. Those that are too many are counted.
 */
final class FanOutCases {
  /** Whoever looks at a list of more successes looks for one of them elsewhere. */
  static final long MOST_LISTED = 10_000;

  /** Enough to see the pattern; each may have a log to show. */
  static final long MOST_FAILURES = 1_000;

  private final boolean listsSuccesses;
  private final Map<Verdict.Element, Long> unlisted = new EnumMap<>(Verdict.Element.class);
  private long listedFailures;
  private long left;

  /**
   * @param count how many instances there are
   * @param room how many successes may be listed
   */
  FanOutCases(long count, long room) {
    this.left = count;
    this.listsSuccesses = count <= Math.min(room, MOST_LISTED);
  }

  /** Whether this one is listed; if not, it is counted. */
  boolean lists(Verdict verdict) {
    boolean listed =
        switch (verdict.element()) {
          case PASSED, SKIPPED -> listsSuccesses;
          case FAILURE, ERROR -> listedFailures++ < MOST_FAILURES;
        };
    left--;
    if (!listed) {
      unlisted.merge(verdict.element(), 1L, Long::sum);
    }
    return listed;
  }

  /** Those that are not listed. */
  long unlisted(Verdict.Element element) {
    return unlisted.getOrDefault(element, 0L);
  }

  /** Those that have not ended. */
  long left() {
    return left;
  }
}
