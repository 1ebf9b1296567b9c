package orchestrate.coordinator.export;

/** How long things took, counted by limits that stay what they are from run to run. */
final class DurationBuckets {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1000 * MILLISECOND;

  /** Up to what a duration is counted in which bucket, in nanoseconds; the last has no limit. */
  private static final long[] LIMITS = {
    MILLISECOND,
    10 * MILLISECOND,
    100 * MILLISECOND,
    SECOND,
    10 * SECOND,
    60 * SECOND,
    600 * SECOND,
    3600 * SECOND
  };

  private final long[] counts = new long[LIMITS.length + 1];
  private long sum;

  void add(long nanos) {
    int bucket = 0;
    while (bucket < LIMITS.length && nanos > LIMITS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += nanos;
  }

  /** Takes a bucket. */
  interface Reader {
    /**
     * Takes the next one.
     *
     * @param limit in nanoseconds
     * @param count how many took no longer
     */
    void bucket(long limit, long count);
  }

  /** Tells of all that have a limit, from the shortest. */
  void read(Reader reader) {
    long count = 0;
    for (int i = 0; i < LIMITS.length; i++) {
      count += counts[i];
      reader.bucket(LIMITS[i], count);
    }
  }

  long count() {
    long count = 0;
    for (long each : counts) {
      count += each;
    }
    return count;
  }

  /** Of all together, in nanoseconds. */
  long sum() {
    return sum;
  }
}
