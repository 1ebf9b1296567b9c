package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One lane's slices, laid out so that they don't overlap: a lane is at one attempt at a time.
 *
 * <p>How long each took is known exactly, when it ended only by when the coordinator learnt of it.
 * Of short ones it learns of many at one go: those are laid end to end, up to the last one's end.
 */
final class Track {
  private final int process;
  private final int thread;

  /** What was told since the last time they were laid out. */
  private final List<Slice> told = new ArrayList<>();

  /** Where the last one that was laid out ends. */
  private long end;

  Track(int process, int thread) {
    this.process = process;
    this.thread = thread;
  }

  int process() {
    return process;
  }

  int thread() {
    return thread;
  }

  /** Whether nothing was told since the last time. */
  boolean isLaidOut() {
    return told.isEmpty();
  }

  /** An attempt has ended, later than those before it. */
  void add(Slice slice) {
    told.add(slice);
  }

  /** Passes on what was told since the last time, in its order and where it belongs. */
  void layOut(Consumer<Slice> to) {
    long next = Long.MAX_VALUE;
    for (int i = told.size() - 1; i >= 0; i--) {
      Slice slice = told.get(i);
      long ended = Math.min(slice.end(), next);
      next = ended - slice.nanos();
      told.set(i, slice.at(next, ended));
    }
    for (Slice slice : told) {
      long start = Math.max(slice.start(), end);
      end = Math.max(slice.end(), start);
      to.accept(slice.at(start, end));
    }
    told.clear();
  }
}
