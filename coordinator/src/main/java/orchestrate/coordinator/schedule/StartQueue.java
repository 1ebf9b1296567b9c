package orchestrate.coordinator.schedule;

import static java.util.Comparator.comparingInt;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that have instances to start, those of higher priority first, then in the order of the
 * plan; and what they need to start: slots, memory, permits.
 *
 * <p>Nobody is passed over for ever. When the first lacks slots, nothing is started until so many
 * have become free; when it lacks memory, nothing that declares memory is, but what declares none
 * goes on: it takes nothing that the first waits for, since who gives back memory gives back a slot
 * with it. Who lacks permits waits for these, and the others go on.
 *
 * <p>A task is its rank here. Each call costs time in proportion to what has changed, not to how
 * many wait.
 */
final class StartQueue {
  private final List<TaskProgress> byRank;
  private final int[] ranks;
  private final BitSet declareMemory = new BitSet();

  /** Who might start, apart by whether they declare memory. */
  private final BitSet light = new BitSet();

  private final BitSet heavy = new BitSet();
  private final BitSet woken = new BitSet();
  private final Room room;
  private final Permits permits;
  private boolean lacksRoom;

  StartQueue(List<TaskProgress> tasks, Room room, Permits permits) {
    this.room = room;
    this.permits = permits;
    this.byRank =
        tasks.stream()
            .sorted(comparingInt(task -> -task.task().spec().limits().priority()))
            .toList();
    this.ranks = new int[tasks.size()];
    for (int rank = 0; rank < ranks.length; rank++) {
      TaskProgress task = byRank.get(rank);
      ranks[task.task().number()] = rank;
      declareMemory.set(rank, task.task().spec().limits().memory() > 0);
    }
  }

  /** The task may have something to start. */
  void add(TaskProgress task) {
    int rank = ranks[task.task().number()];
    setOf(rank).set(rank);
  }

  void remove(TaskProgress task) {
    int rank = ranks[task.task().number()];
    setOf(rank).clear(rank);
  }

  private BitSet setOf(int rank) {
    return declareMemory.get(rank) ? heavy : light;
  }

  /** The task of which an instance is to be started next, if one can be. */
  @Nullable TaskProgress next() {
    boolean lacksMemory = false;
    lacksRoom = false;
    for (int rank = first(false); rank >= 0; rank = first(lacksMemory)) {
      TaskProgress task = byRank.get(rank);
      if (!task.mayStart() || lacksPermits(task, rank)) {
        setOf(rank).clear(rank);
      } else if (!room.hasSlots(task.demand(), task.ahead())) {
        lacksRoom = true;
        return null;
      } else if (!room.hasMemory(task.demand())) {
        lacksMemory = true;
        lacksRoom = true;
      } else {
        return task;
      }
    }
    return null;
  }

  /** The tasks that could start something if there were more permits, by what they lack. */
  Map<String, List<TaskProgress>> lackingPermits() {
    var lacking = new TreeMap<String, List<TaskProgress>>();
    permits
        .waiting()
        .forEach(
            (name, waiting) -> {
              List<TaskProgress> tasks =
                  waiting.stream().mapToObj(byRank::get).filter(TaskProgress::mayStart).toList();
              if (!tasks.isEmpty()) {
                lacking.put(name, tasks);
              }
            });
    return lacking;
  }

  /** Whether somebody waited for slots or memory when {@link #next} was last asked. */
  boolean lacksRoom() {
    return lacksRoom;
  }

  private int first(boolean lacksMemory) {
    int firstLight = light.nextSetBit(0);
    int firstHeavy = lacksMemory ? -1 : heavy.nextSetBit(0);
    if (firstLight < 0 || firstHeavy < 0) {
      return Math.max(firstLight, firstHeavy);
    }
    return Math.min(firstLight, firstHeavy);
  }

  private boolean lacksPermits(TaskProgress task, int rank) {
    String lacking = permits.lacking(task.task().spec().acquire());
    if (lacking != null) {
      permits.await(rank, lacking);
    }
    return lacking != null;
  }

  /** Takes for an instance what it needs. */
  void take(TaskProgress task) {
    room.take(task.demand());
    permits.take(task.task().spec().acquire());
  }

  /** An instance has given back what it had. */
  void give(TaskProgress task) {
    room.give(task.demand());
    Map<String, Integer> held = task.task().spec().acquire();
    if (!held.isEmpty()) {
      permits.give(held, woken);
      wake();
    }
  }

  private void wake() {
    if (!woken.isEmpty()) {
      light.or(woken);
      light.andNot(declareMemory);
      woken.and(declareMemory);
      heavy.or(woken);
      woken.clear();
    }
  }
}
