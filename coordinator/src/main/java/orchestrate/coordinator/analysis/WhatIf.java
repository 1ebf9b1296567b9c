package orchestrate.coordinator.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What a run would have taken with more or fewer slots, by simulation of what was measured.
 *
 * @param points for so many slots, in their order; none if there is too much to simulate
 * @param shortestNanos what it takes however many slots there are: the longest chain of what needs
 *     each other
 * @param workNanos of all that took a slot, as if one after the other
 */
public record WhatIf(List<Point> points, long shortestNanos, long workNanos) {
  /** A curve of more points shows no more. */
  private static final int MOST_POINTS = 24;

  private static final int FEWEST_POINTS = 4;

  /** In all simulations together: nobody wants to wait for them at the end of a run. */
  private static final long MOST_PIECES = 500_000;

  /** How long it would take. */
  public record Point(int slots, long nanos) {}

  public WhatIf {
    points = List.copyOf(points);
  }

  /**
   * Simulates it.
   *
   * @param works by number; those that need themselves, if only by others, never run
   * @param slots that there were: it is told up to twice as many
   * @param perSlot the width that a slot has room for
   * @param permits how many there are of each kind
   */
  public static WhatIf of(List<Work> works, int slots, int perSlot, long[] permits) {
    var points = new ArrayList<Point>();
    for (int count : counts(slots, pieces(works))) {
      OptionalLong length = ListSchedule.length(works, Math.multiplyExact(count, perSlot), permits);
      if (length.isEmpty()) {
        points.clear();
        break;
      }
      points.add(new Point(count, length.getAsLong()));
    }
    return new WhatIf(points, longestChain(works), work(works, perSlot));
  }

  private static long pieces(List<Work> works) {
    return works.stream().mapToLong(work -> work.pieces()).sum();
  }

  /** From 1 to twice as many as there were; of very many, some between, and those there were. */
  private static Iterable<Integer> counts(int slots, long pieces) {
    var counts = new TreeSet<Integer>();
    int most = 2 * slots;
    long affordable = Math.clamp(MOST_PIECES / Math.max(1, pieces), FEWEST_POINTS, MOST_POINTS);
    int points = (int) Math.min(most, affordable);
    for (int i = 1; i <= points; i++) {
      counts.add(Math.ceilDiv(i * most, points));
    }
    counts.add(1);
    counts.add(slots);
    return counts;
  }

  private static long work(List<Work> works, int perSlot) {
    double sum = 0;
    for (Work work : works) {
      sum += (double) work.totalNanos() * work.width() / perSlot;
    }
    return Math.round(sum);
  }

  private static long longestChain(List<Work> works) {
    long longest = 0;
    var until = new long[works.size()];
    for (int task : Chains.inOrder(works.stream().map(Work::needs).toList())) {
      Work work = works.get(task);
      for (int need : work.needs()) {
        until[task] = Math.max(until[task], until[need]);
      }
      until[task] += work.longestNanos();
      longest = Math.max(longest, until[task]);
    }
    return longest;
  }
}
