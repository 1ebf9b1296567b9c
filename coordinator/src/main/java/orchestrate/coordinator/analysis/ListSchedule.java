package orchestrate.coordinator.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How long work takes if each piece is started as soon as there is room for it, as the scheduler
 * does: tasks of a higher priority first, then those that stand first. A pure simulation; starting
 * and telling cost nothing in it.
 */
final class ListSchedule {
  /** A plan of very many tasks that wait for the same permit would be looked at again and again. */
  private static final long MOST_LOOKS = 20_000_000;

  private record Running(long end, int task) {}

  private final List<Work> works;
  private final int capacity;
  private final long[] permits;
  private final List<List<Integer>> dependents = new ArrayList<>();
  private final int[] open;
  private final int[] begun;
  private final int[] ended;
  private final TreeSet<Integer> ready;
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparingLong(Running::end));
  private final int narrowest;
  private int free;
  private long now;
  private long looks;

  private ListSchedule(List<Work> works, int capacity, long[] permits) {
    this.works = works;
    this.capacity = capacity;
    this.free = capacity;
    this.permits = permits.clone();
    this.open = new int[works.size()];
    this.begun = new int[works.size()];
    this.ended = new int[works.size()];
    this.ready =
        new TreeSet<>(
            Comparator.comparingInt((Integer task) -> -works.get(task).priority())
                .thenComparingInt(task -> task));
    this.narrowest = works.stream().mapToInt(this::width).min().orElse(0);
    works.forEach(_ -> dependents.add(new ArrayList<>()));
    for (int task = 0; task < works.size(); task++) {
      for (int need : works.get(task).needs()) {
        dependents.get(need).add(task);
        open[task]++;
      }
    }
  }

  /**
   * How long all of it takes, in nanoseconds; empty if that is too much to find out.
   *
   * @param capacity of which each piece takes its width, or all if it is wider
   * @param permits how many there are of each kind
   */
  static OptionalLong length(List<Work> works, int capacity, long[] permits) {
    return new ListSchedule(works, capacity, permits).play();
  }

  private OptionalLong play() {
    become(IntStream.range(0, works.size()).filter(task -> open[task] == 0).boxed().toList());
    start();
    for (Running next = running.poll(); next != null; next = running.poll()) {
      now = next.end();
      end(next.task());
      // What ends at the same moment makes room together.
      if (running.isEmpty() || running.peek().end() > now) {
        start();
      }
      if (looks > MOST_LOOKS) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(now);
  }

  /** Their needs are met. What has nothing to do is over at once, and so may be what needs it. */
  private void become(List<Integer> first) {
    var met = new ArrayList<>(first);
    while (!met.isEmpty()) {
      int task = met.removeLast();
      if (works.get(task).pieces() > 0) {
        ready.add(task);
      } else {
        for (int dependent : dependents.get(task)) {
          if (--open[dependent] == 0) {
            met.add(dependent);
          }
        }
      }
    }
  }

  private void end(int task) {
    Work work = works.get(task);
    free += width(work);
    for (int kind = 0; kind < permits.length; kind++) {
      permits[kind] += work.holds(kind);
    }
    if (++ended[task] == work.pieces()) {
      for (int dependent : dependents.get(task)) {
        if (--open[dependent] == 0) {
          become(List.of(dependent));
        }
      }
    }
  }

  private void start() {
    for (var tasks = ready.iterator(); tasks.hasNext() && narrowest <= free; ) {
      int task = tasks.next();
      looks++;
      while (fits(task)) {
        start(task);
      }
      if (begun[task] == works.get(task).pieces()) {
        tasks.remove();
      }
    }
  }

  private boolean fits(int task) {
    Work work = works.get(task);
    boolean fits =
        begun[task] < work.pieces()
            && begun[task] - ended[task] < work.most()
            && width(work) <= free;
    for (int kind = 0; kind < permits.length && fits; kind++) {
      fits = work.holds(kind) <= permits[kind];
    }
    return fits;
  }

  private void start(int task) {
    Work work = works.get(task);
    free -= width(work);
    for (int kind = 0; kind < permits.length; kind++) {
      permits[kind] -= work.holds(kind);
    }
    running.add(new Running(now + work.nanos(begun[task]++), task));
  }

  private int width(Work work) {
    return Math.min(work.width(), capacity);
  }
}
