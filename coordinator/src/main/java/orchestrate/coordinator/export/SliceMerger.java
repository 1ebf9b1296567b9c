package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the slices of a track together that are too short to be drawn one by one. */
final class SliceMerger {
  /**
   * Attempts that follow each other.
   *
   * @param last the last of them
   * @param start of the first
   * @param busyNanos of all of them
   * @param alike whether all are of the same task
   */
  record Merged(Slice last, long start, long busyNanos, int count, int failed, boolean alike) {
    private static Merged of(Slice slice) {
      return new Merged(slice, slice.start(), slice.nanos(), 1, slice.succeeded() ? 0 : 1, true);
    }

    private Merged and(Slice next) {
      return new Merged(
          next,
          start,
          busyNanos + next.nanos(),
          count + 1,
          failed + (next.succeeded() ? 0 : 1),
          alike && next.task() == last.task());
    }

    long end() {
      return last.end();
    }
  }

  private final Consumer<Merged> to;
  private @Nullable Merged open;

  SliceMerger(Consumer<Merged> to) {
    this.to = to;
  }

  /**
   * The next one of the track.
   *
   * @param grain what is shorter, in nanoseconds, may be put together, and what comes of it is
   *     about that long
   */
  void add(Slice slice, long grain) {
    if (slice.nanos() >= grain) {
      close();
      to.accept(Merged.of(slice));
    } else if (open != null && slice.end() - open.start() < grain) {
      open = open.and(slice);
    } else {
      close();
      open = Merged.of(slice);
    }
  }

  /** There is nothing to be added to the last ones. */
  void close() {
    if (open != null) {
      to.accept(requireNonNull(open));
      open = null;
    }
  }
}
