package orchestrate.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import orchestrate.config.read.Sizes;

/**
 * Tasks whose instances are started together or not at all: because they meet at the same barriers,
 * or because they are one pipeline.
 */
final class Party {
  private final String name;
  private final List<String> barriers;
  private final int size;
  private final List<TaskProgress> members;
  private final Set<TaskProgress> arrived = new HashSet<>();

  private Party(String name, List<String> barriers, int size, List<TaskProgress> members) {
    this.name = name;
    this.barriers = List.copyOf(barriers);
    this.size = size;
    this.members = List.copyOf(members);
  }

  /** Of any {@code size} instances of the tasks. */
  static Party atBarriers(List<String> barriers, int size, List<TaskProgress> members) {
    return new Party("barrier " + String.join(", ", barriers), barriers, size, members);
  }

  /** Of all of the tasks, which run once each. */
  static Party pipeline(String name, List<TaskProgress> members) {
    return new Party("pipeline " + name, List.of(), members.size(), members);
  }

  /** None if it is a pipeline. */
  List<String> barriers() {
    return barriers;
  }

  boolean isPipeline() {
    return barriers.isEmpty();
  }

  /** For people. */
  String name() {
    return name;
  }

  int size() {
    return size;
  }

  List<TaskProgress> members() {
    return members;
  }

  /**
   * A task of a pipeline could begin, perhaps not for the first time. Says whether all could now.
   */
  boolean arrive(TaskProgress task) {
    arrived.add(task);
    return arrived.size() == size;
  }

  long running() {
    return members.stream().mapToLong(TaskProgress::running).sum();
  }

  long ready() {
    return members.stream().mapToLong(TaskProgress::ready).sum();
  }

  /** Enough of its members are ready, and the last meeting is over. */
  boolean canForm() {
    return running() == 0 && ready() >= size;
  }

  /** Some of its members are ready and wait for others that will never come. */
  boolean canNeverForm() {
    return ready() > 0
        && ready() < size
        && members.stream().noneMatch(TaskProgress::mayBecomeReady);
  }

  /** What the next meeting needs altogether. */
  record Needed(Demand room, Map<String, Integer> permits) {
    /** For people. */
    String describe() {
      var texts = new ArrayList<String>();
      texts.add(room.commands() + room.java() + " cpus");
      if (room.memory() > 0) {
        texts.add(Sizes.text(room.memory()) + " of memory");
      }
      permits.forEach((name, count) -> texts.add(count + " of " + name));
      return String.join(", ", texts);
    }
  }

  Needed needed() {
    var permits = new TreeMap<String, Integer>();
    Demand room = Demand.NONE;
    long open = size;
    for (TaskProgress member : members) {
      int count = (int) Math.min(open, member.ready());
      open -= count;
      room = room.plus(member.demand().times(count));
      Map<String, Integer> acquire = member.task().spec().acquire();
      acquire.forEach((name, each) -> permits.merge(name, each * count, Integer::sum));
    }
    return new Needed(room, permits);
  }
}
