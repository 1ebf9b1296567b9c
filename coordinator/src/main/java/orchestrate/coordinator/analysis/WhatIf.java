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

  /** How long it would take. */
  public record Point(int slots, long nanos) {}

  public WhatIf {
    points = List.copyOf(points);
  }

  /**
   * @param works by number; those that need themselves, if only by others, never run
   * @param slots that there were: it is told up to twice as many
   * @param perSlot the width that a slot has room for
   * @param permits how many there are of each kind
   */
  public static WhatIf of(List<Work> works, int slots, int perSlot, long[] permits) {
    var points = new ArrayList<Point>();
    for (int count : counts(slots)) {
      OptionalLong length = ListSchedule.length(works, Math.multiplyExact(count, perSlot), permits);
      if (length.isEmpty()) {
        points.clear();
        break;
      }
      points.add(new Point(count, length.getAsLong()));
    }
    return new WhatIf(points, longestChain(works), work(works, perSlot));
  }

  /** From 1 to twice as many as there were; of very many, some between, and those there were. */
  private static Iterable<Integer> counts(int slots) {
    var counts = new TreeSet<Integer>();
    int most = 2 * slots;
    int points = Math.min(most, MOST_POINTS);
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
      for (long piece : work.pieces()) {
        sum += (double) piece * work.width() / perSlot;
      }
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
