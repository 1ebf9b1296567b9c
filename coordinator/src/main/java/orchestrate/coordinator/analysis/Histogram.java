package orchestrate.coordinator.analysis;

import java.util.Arrays;

/**
 * How many durations there were of each length, in classes that get wider with the length: four for
 * each doubling, the first up to a microsecond. Its size depends on the range only. Not
 * thread-safe.
 */
public final class Histogram {
  private static final int PER_DOUBLING = 4;

  /** The counts of the classes from this one on. */
  private int first;

  private long[] counts = new long[0];
  private long total;
  private long sumNanos;
  private long longestNanos;

  /** Another duration, not negative. */
  public void add(long nanos) {
    int place = classOf(nanos);
    include(place);
    counts[place - first]++;
    total++;
    sumNanos += nanos;
    longestNanos = Math.max(longestNanos, nanos);
  }

  private void include(int place) {
    if (counts.length == 0) {
      first = place;
      counts = new long[1];
    } else if (place < first) {
      var wider = new long[counts.length + first - place];
      System.arraycopy(counts, 0, wider, first - place, counts.length);
      counts = wider;
      first = place;
    } else if (place >= first + counts.length) {
      counts = Arrays.copyOf(counts, place - first + 1);
    }
  }

  private static int classOf(long nanos) {
    double micros = nanos / 1000.0;
    if (micros < 1) {
      return 0;
    }
    int doublings = Math.getExponent(micros);
    int quarter = (int) ((Math.scalb(micros, -doublings) - 1) * PER_DOUBLING);
    return 1 + doublings * PER_DOUBLING + quarter;
  }

  /** Where a class begins, in microseconds; it ends where the next one begins. */
  public static double startMicros(int place) {
    if (place == 0) {
      return 0;
    }
    int doublings = (place - 1) / PER_DOUBLING;
    int quarter = (place - 1) % PER_DOUBLING;
    return Math.scalb(1 + (double) quarter / PER_DOUBLING, doublings);
  }

  /** The number of the first class that has any. */
  public int first() {
    return first;
  }

  /** How many there are in each class from the first one on. */
  public long[] counts() {
    return counts.clone();
  }

  public long total() {
    return total;
  }

  public long sumNanos() {
    return sumNanos;
  }

  public long longestNanos() {
    return longestNanos;
  }

  /**
   * So many of them in a hundred are no longer, in nanoseconds: to about a tenth, since it is the
   * middle of a class. 0 if there are none.
   */
  public long percentileNanos(int percent) {
    long wanted = Math.ceilDiv(total * percent, 100);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && counts[i] > 0) {
        double middle = (startMicros(first + i) + startMicros(first + i + 1)) / 2;
        return Math.min(longestNanos, Math.round(middle * 1000));
      }
    }
    return 0;
  }
}
