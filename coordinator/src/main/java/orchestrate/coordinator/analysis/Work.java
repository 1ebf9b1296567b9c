package orchestrate.coordinator.analysis;

import java.util.List;

/** A task as the simulation sees it. Its arrays belong to it, and nobody changes them. */
public final class Work {
  private final List<Integer> needs;
  private final int width;
  private final int most;
  private final int priority;
  private final long[] holds;
  private final long[] pieces;
  private final long longestNanos;

  /**
   * @param needs numbers of the tasks that must be over first
   * @param width how much of the capacity each piece takes; 0 if none
   * @param most how many pieces run at a time
   * @param priority higher ones are started first
   * @param holds how many permits of each kind a piece holds
   * @param pieces how long each takes, in nanoseconds; none if it was not run
   * @param longestNanos of what can't be divided
   */
  public Work(
      List<Integer> needs,
      int width,
      int most,
      int priority,
      long[] holds,
      long[] pieces,
      long longestNanos) {
    this.needs = List.copyOf(needs);
    this.width = width;
    this.most = most;
    this.priority = priority;
    this.holds = holds.clone();
    this.pieces = pieces.clone();
    this.longestNanos = longestNanos;
  }

  List<Integer> needs() {
    return needs;
  }

  int width() {
    return width;
  }

  int most() {
    return most;
  }

  int priority() {
    return priority;
  }

  long holds(int kind) {
    return holds[kind];
  }

  int pieces() {
    return pieces.length;
  }

  long nanos(int piece) {
    return pieces[piece];
  }

  long totalNanos() {
    long total = 0;
    for (long piece : pieces) {
      total += piece;
    }
    return total;
  }

  long longestNanos() {
    return longestNanos;
  }
}
