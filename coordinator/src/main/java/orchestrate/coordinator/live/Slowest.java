package orchestrate.coordinator.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import orchestrate.coordinator.live.Snapshot.Timed;

/** The few that took longest of many. */
final class Slowest {
  private static final Comparator<Timed> LONGEST_FIRST =
      Comparator.comparingLong(Timed::nanos).reversed();

  private final int most;
  private final List<Timed> kept = new ArrayList<>();

  Slowest(int most) {
    this.most = most;
  }

  /**
   * One that took so long.
   *
   * @param name is asked only if it is one of them
   */
  void add(long nanos, Supplier<String> name) {
    if (kept.size() == most && nanos <= kept.getLast().nanos()) {
      return;
    }
    kept.add(new Timed(name.get(), nanos));
    kept.sort(LONGEST_FIRST);
    if (kept.size() > most) {
      kept.removeLast();
    }
  }

  /** The slowest first. */
  List<Timed> list() {
    return List.copyOf(kept);
  }
}
