package orchestrate.coordinator.analysis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run's length was made of: the task that ended last, before it the one that it waited for
 * longest, and so on back to the beginning. To be faster, the run needs one of these to be faster,
 * or to wait less.
 */
public final class CriticalPath {
  /**
   * When a task ran. Times have one unit and one beginning; which ones does not matter.
   *
   * @param start of its first attempt; negative if it had none
   * @param end of its last one
   * @param usable when those who need it could go on
   */
  public record Span(long start, long end, long usable) {
    public static final Span NONE = new Span(-1, -1, -1);

    /** Whether it had an attempt. */
    public boolean ran() {
      return start >= 0;
    }
  }

  /**
   * A part of the path.
   *
   * @param waited from when what it needs was there until its start
   */
  public record Step(int task, long waited, long start, long end) {}

  private CriticalPath() {}

  /**
   * In the order of time.
   *
   * @param spans of the tasks, by number
   * @param needs of each, the numbers of those that it waited for
   */
  public static List<Step> of(List<Span> spans, List<List<Integer>> needs) {
    int last = -1;
    for (int task = 0; task < spans.size(); task++) {
      if (spans.get(task).ran() && (last < 0 || spans.get(task).end() > spans.get(last).end())) {
        last = task;
      }
    }
    var steps = new ArrayList<Step>();
    long end = last < 0 ? 0 : spans.get(last).end();
    while (last >= 0) {
      Span span = spans.get(last);
      int before = latest(needs.get(last), spans, needs);
      long ready = before < 0 ? 0 : Math.min(span.start(), spans.get(before).usable());
      steps.addFirst(
          new Step(last, span.start() - ready, span.start(), Math.max(span.start(), end)));
      last = before;
      end = ready;
    }
    return steps;
  }

  /**
   * Of the needs, the one that was there last; -1 if there is none. Where one was not run, those
   * that it needs count instead.
   */
  private static int latest(List<Integer> of, List<Span> spans, List<List<Integer>> needs) {
    int latest = -1;
    var open = new ArrayList<>(of);
    Set<Integer> seen = new HashSet<>(of);
    while (!open.isEmpty()) {
      int task = open.removeLast();
      if (!spans.get(task).ran()) {
        needs.get(task).stream().filter(seen::add).forEach(open::add);
      } else if (latest < 0 || spans.get(task).usable() > spans.get(latest).usable()) {
        latest = task;
      }
    }
    return latest;
  }
}
