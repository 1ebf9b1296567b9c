package orchestrate.coordinator.pool;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Lanes by how many attempts would be before the next one that they were given, so that the one
 * with the fewest is found without a look at all: a list for each number.
 *
 * <p>To add, move or take out a lane costs the same however many there are. To find the first costs
 * a look at those before it that may not be given anything.
 */
final class LaneLevels {
  /** A lane is given no more to wait in its ring than this. */
  static final int MOST_IN_LANE = 2048;

  /** The last one is for all that have as many, or more. */
  private final @Nullable LaneSlot[] firsts = new LaneSlot[MOST_IN_LANE + 1];

  private final @Nullable LaneSlot[] lasts = new LaneSlot[MOST_IN_LANE + 1];
  private final BitSet used = new BitSet(MOST_IN_LANE + 1);

  /** A new lane comes after all that are as free: those that have worked are warmer. */
  void add(LaneSlot lane) {
    append(lane, levelOf(lane));
  }

  /** To be called when it was given something, or has less. */
  void update(LaneSlot lane) {
    int level = levelOf(lane);
    if (lane.level != LaneSlot.IN_NO_LEVEL && lane.level != level) {
      remove(lane);
      if (level == 0) {
        prepend(lane); // the warmest
      } else {
        append(lane, level);
      }
    }
  }

  void remove(LaneSlot lane) {
    int level = lane.level;
    LaneSlot before = lane.before;
    LaneSlot after = lane.after;
    if (before == null) {
      firsts[level] = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      lasts[level] = before;
    } else {
      after.before = before;
    }
    if (firsts[level] == null) {
      used.clear(level);
    }
    lane.before = null;
    lane.after = null;
    lane.level = LaneSlot.IN_NO_LEVEL;
  }

  /**
   * One with the fewest attempts of those that may be given one more; of free ones that which was
   * the last to become free. Null if there is none.
   */
  @Nullable LaneSlot least() {
    for (int level = used.nextSetBit(0); isBelowMost(level); level = used.nextSetBit(level + 1)) {
      for (LaneSlot lane = firsts[level]; lane != null; lane = lane.after) {
        if ((level == 0 || lane.mayQueue()) && lane.worker().takesMore()) {
          return lane;
        }
      }
    }
    return null;
  }

  /** How many attempts those have that have the fewest; the most there may be if there is none. */
  int fewest() {
    int level = used.nextSetBit(0);
    return level < 0 ? MOST_IN_LANE : level;
  }

  private static boolean isBelowMost(int level) {
    return level >= 0 && level < MOST_IN_LANE;
  }

  private static int levelOf(LaneSlot lane) {
    return Math.min(lane.queue(), MOST_IN_LANE);
  }

  private void append(LaneSlot lane, int level) {
    LaneSlot last = lasts[level];
    if (last == null) {
      firsts[level] = lane;
      used.set(level);
    } else {
      last.after = lane;
      lane.before = last;
    }
    lasts[level] = lane;
    lane.level = level;
  }

  private void prepend(LaneSlot lane) {
    LaneSlot first = firsts[0];
    if (first == null) {
      append(lane, 0);
    } else {
      first.before = lane;
      lane.after = first;
      firsts[0] = lane;
      lane.level = 0;
    }
  }
}
