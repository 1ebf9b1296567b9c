package orchestrate.coordinator.analysis;

import java.util.Arrays;

/**
 * The durations of a task's attempts in their order, in bounded memory: of very many, neighbours
 * are added up. Not thread-safe.
 */
public final class WorkLog {
  /** Fine enough for a simulation: each is then less than a tenth of a percent of the whole. */
  static final int MOST_PIECES = 2048;

  private long[] pieces = new long[1];
  private int size;

  /** How many durations are in each piece but the last. */
  private int perPiece = 1;

  private int inLast;
  private long count;
  private long totalNanos;
  private long longestNanos;

  /** Another duration, not negative. */
  public void add(long nanos) {
    if (size == 0 || inLast == perPiece) {
      begin();
    }
    pieces[size - 1] += nanos;
    inLast++;
    count++;
    totalNanos += nanos;
    longestNanos = Math.max(longestNanos, nanos);
  }

  private void begin() {
    if (size == MOST_PIECES) {
      for (int i = 0; i < MOST_PIECES / 2; i++) {
        pieces[i] = pieces[2 * i] + pieces[2 * i + 1];
      }
      size = MOST_PIECES / 2;
      Arrays.fill(pieces, size, pieces.length, 0);
      perPiece *= 2;
    } else if (size == pieces.length) {
      pieces = Arrays.copyOf(pieces, Math.min(MOST_PIECES, size * 2));
    }
    size++;
    inLast = 0;
  }

  public long count() {
    return count;
  }

  public long totalNanos() {
    return totalNanos;
  }

  public long longestNanos() {
    return longestNanos;
  }

  /**
   * What is to be simulated: about as many pieces as wanted, or one for each duration if that is
   * less. Their sum is the total.
   */
  public long[] pieces(int wanted) {
    int parts = Math.max(1, Math.min(perPiece, wanted / Math.max(1, size)));
    var split = new long[size * parts];
    for (int i = 0; i < size; i++) {
      for (int part = 0; part < parts; part++) {
        split[i * parts + part] = pieces[i] * (part + 1) / parts - pieces[i] * part / parts;
      }
    }
    return split;
  }
}
