package orchestrate.coordinator.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lanes of one kind, and the attempts that wait for one. */
final class Lanes {
  private final List<LaneSlot> all = new ArrayList<>();
  private final LaneLevels levels = new LaneLevels();
  private final Deque<Attempt> waiting = new ArrayDeque<>();

  private @Nullable String lacking;

  List<LaneSlot> all() {
    return all;
  }

  Deque<Attempt> waiting() {
    return waiting;
  }

  void add(WorkerProcess worker) {
    all.addAll(worker.lanes());
    worker.lanes().forEach(levels::add);
  }

  void remove(WorkerProcess worker) {
    all.removeIf(lane -> lane.worker() == worker);
    worker.lanes().forEach(levels::remove);
  }

  /** The lane was given something, or has less than before. */
  void changed(LaneSlot lane) {
    levels.update(lane);
  }

  /**
   * Takes note of whether there can be more of them just now.
   *
   * @param why there can't; null if there may
   */
  void lack(@Nullable String why) {
    lacking = why;
  }

  boolean isLacking() {
    return lacking != null;
  }

  /**
   * Why it would wait for ever for a lane to become free; null if it would not. Either there is
   * none, or those that it is to meet at a barrier have all of them.
   */
  @Nullable String whyNever(Attempt attempt) {
    if (lacking == null) {
      return null;
    }
    return all.stream().allMatch(lane -> lane.isFullOfParty(attempt)) ? lacking : null;
  }

  /**
   * The lane with the fewest attempts, of free ones the warmest; null if all have as many as they
   * may have.
   */
  @Nullable LaneSlot leastLoaded() {
    return levels.least();
  }

  /** Whether each has an attempt to go on with when it has ended the one that it is at. */
  boolean areSupplied() {
    return levels.fewest() > 1;
  }

  /**
   * If a lane is idle while attempts wait in the ring of another, they are taken back to be dealt
   * out anew: the other may be at its first for long.
   */
  void rebalance() {
    LaneSlot idle = leastLoaded();
    if (idle == null || !idle.hasFreeLane() || !idle.worker().channel().isUp()) {
      return;
    }
    LaneSlot fullest = null;
    for (LaneSlot lane : all) {
      if (lane.load() > spared(lane) && (fullest == null || lane.load() > fullest.load())) {
        fullest = lane;
      }
    }
    if (fullest != null) {
      fullest.withdraw(waiting);
      changed(fullest);
    }
  }

  /** What the lanes are at, or will be in a moment; but not if they are still booting. */
  private static int spared(LaneSlot lane) {
    return lane.worker().channel().isUp() ? lane.lanes() : 0;
  }
}
